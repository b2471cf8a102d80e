package io.llmgw.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vendors by name and alias, read from the resource {@code vendors.txt}, which explains its own
 * form.
 */
final class VendorTable {
  private final Map<String, Vendor> byName = new LinkedHashMap<>();
  private final List<Vendor> vendors = new ArrayList<>();
  private final List<LocalServer> localServers = new ArrayList<>();

  private VendorTable() {}

  static VendorTable read() {
    VendorTable table = new VendorTable();
    boolean local = false;
    for (String line : ResourceText.lines("vendors.txt")) {
      if (line.startsWith("[")) {
        local = true;
      } else if (local) {
        List<String> columns = ResourceText.columns(line, 4);
        String address = columns.get(2) + columns.get(3);
        table.localServers.add(new LocalServer(columns.get(1), columns.getFirst(), address, false));
      } else {
        table.add(Vendor.parse(line));
      }
    }
    return table;
  }

  private void add(Vendor vendor) {
    vendors.add(vendor);
    byName.put(vendor.name(), vendor);
    vendor.aliases().forEach(alias -> byName.put(alias, vendor));
  }

  List<Vendor> vendors() {
    return vendors;
  }

  /** Every name and alias. */
  Collection<String> names() {
    return byName.keySet();
  }

  Optional<Vendor> find(String nameOrAlias) {
    return Optional.ofNullable(byName.get(nameOrAlias));
  }

  /** The vendor a bare model's name gives away: that of the longest pattern that matches. */
  Optional<Vendor> guess(String model) {
    Vendor best = null;
    int longest = 0;
    for (Vendor vendor : vendors) {
      for (String pattern : vendor.models()) {
        if (pattern.length() > longest && Wildcard.matches(pattern, model)) {
          longest = pattern.length();
          best = vendor;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Servers that may run on this machine, at their usual addresses. */
  List<LocalServer> localServers() {
    return localServers;
  }
}

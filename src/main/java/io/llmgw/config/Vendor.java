package io.llmgw.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One vendor of the table of vendors.
 *
 * @param keyVariables variables that hold its key, the first that is set counts
 * @param addressVariables variables that hold its address, the first that is set counts
 * @param domain where its key may go without a word; empty for none
 * @param models patterns of model names that give the vendor away
 * @param variables further parameters with the variables that hold them
 */
record Vendor(
    String name,
    List<String> aliases,
    Need key,
    List<String> keyVariables,
    Address address,
    List<String> addressVariables,
    String domain,
    List<String> models,
    Map<String, List<String>> variables) {

  /** Whether a key must be there. */
  enum Need {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  /** Where the vendor is when nothing says so. */
  enum Address {
    DEFAULT,
    LOCAL,
    REQUIRED
  }

  /** Reads one line of the table. */
  static Vendor parse(String line) {
    String[] columns =
        Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    if (columns.length != 9) {
      throw new IllegalStateException("vendors.txt: not nine columns: " + line);
    }
    return new Vendor(
        columns[0],
        words(columns[1]),
        Need.valueOf(columns[2].toUpperCase(Locale.ROOT)),
        words(columns[3]),
        Address.valueOf(columns[4].toUpperCase(Locale.ROOT)),
        words(columns[5]),
        columns[6],
        words(columns[7]),
        further(columns[8]));
  }

  private static List<String> words(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(",\\s*"));
  }

  private static Map<String, List<String>> further(String column) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (String part : column.isEmpty() ? new String[0] : column.split(";\\s*")) {
      int colon = part.indexOf(':');
      result.put(part.substring(0, colon), words(part.substring(colon + 1).strip()));
    }
    return result;
  }

  List<String> variablesOf(String parameter) {
    return variables.getOrDefault(parameter, List.of());
  }
}

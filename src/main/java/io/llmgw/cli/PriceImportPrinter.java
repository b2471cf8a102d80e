package io.llmgw.cli;

import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import io.llmgw.catalog.PriceImport;
import io.llmgw.catalog.PriceImport.Change;
import io.llmgw.json.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints what an import of prices changes. */
final class PriceImportPrinter {
  private static final int MOST_SHOWN = 40;

  private final PrintWriter out;
  private final SharedOptions shared;

  PriceImportPrinter(PrintWriter out, SharedOptions shared) {
    this.out = out;
    this.shared = shared;
  }

  void text(PriceImport prices) {
    List<Change> changed = prices.changes().stream().filter(one -> one.before() != null).toList();
    int most = shared.verbose ? Integer.MAX_VALUE : MOST_SHOWN;
    if (!shared.quiet) {
      changed.stream().limit(most).forEach(change -> out.println(line(change)));
      if (changed.size() > most) {
        out.println("~ and %d more; -v shows all".formatted(changed.size() - most));
      }
      String fresh = byVendor(prices);
      if (!fresh.isEmpty()) {
        out.println("+ " + fresh);
      }
      prices.dropped().stream().limit(most).forEach(gone -> out.println("- " + id(gone)));
      if (prices.dropped().size() > most) {
        out.println("- and %d more; -v shows all".formatted(prices.dropped().size() - most));
      }
    }
    out.println(
        "%d changed, %d new, %d dropped, %d as they were"
            .formatted(
                changed.size(),
                prices.changes().size() - changed.size(),
                prices.dropped().size(),
                prices.same()));
    out.flush();
  }

  private static String byVendor(PriceImport prices) {
    Map<String, Long> counts =
        prices.changes().stream()
            .filter(one -> one.before() == null)
            .collect(
                Collectors.groupingBy(
                    one -> TextTable.harmless(one.now().vendor()),
                    TreeMap::new,
                    Collectors.counting()));
    return counts.entrySet().stream()
        .map(vendor -> vendor.getKey() + " " + vendor.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String id(ModelFacts facts) {
    return TextTable.harmless(facts.vendor() + "/" + facts.name());
  }

  private static String line(Change change) {
    ModelFacts before = Objects.requireNonNull(change.before());
    List<String> parts = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      String was = price(before, meter);
      String is = price(change.now(), meter);
      if (!is.equals("-") && !was.equals(is)) {
        parts.add("%s $%s → $%s".formatted(meter.toString().replace('_', ' '), was, is));
      }
    }
    part(parts, "context", before.contextTokens(), change.now().contextTokens());
    part(parts, "output limit", before.maxOutputTokens(), change.now().maxOutputTokens());
    part(parts, "retires", before.retires(), change.now().retires());
    return "~ "
        + id(change.now())
        + "  "
        + (parts.isEmpty() ? "long prompts or abilities" : String.join(", ", parts));
  }

  private static void part(
      List<String> parts, String what, @Nullable Object was, @Nullable Object is) {
    if (is != null && !is.equals(was)) {
      parts.add("%s %s → %s".formatted(what, was == null ? "-" : was, is));
    }
  }

  private static String price(ModelFacts facts, Meter meter) {
    Price price = facts.price(ModelList.today());
    BigDecimal usd = price == null ? null : price.of(meter);
    return ModelPrinter.price(usd);
  }

  /**
   * @param written the file; null when nothing was written
   */
  void document(PriceImport prices, @Nullable Path written) {
    LocalDate today = ModelList.today();
    ObjectNode tree = Json.MAPPER.createObjectNode();
    ArrayNode changes = tree.putArray("changes");
    for (Change change : prices.changes()) {
      ObjectNode one = changes.addObject();
      one.put("provider", change.now().vendor());
      one.put("model", change.now().name());
      if (change.before() == null) {
        one.putNull("before");
      } else {
        FactsTree.write(one.putObject("before"), change.before(), today);
      }
      FactsTree.write(one.putObject("now"), change.now(), today);
    }
    ArrayNode dropped = tree.putArray("dropped");
    prices.dropped().forEach(gone -> dropped.add(gone.vendor() + "/" + gone.name()));
    tree.put("same", prices.same());
    tree.put("written", written == null ? null : written.toString());
    Trees.print(out, tree, "changes", shared.output);
  }
}

package io.llmgw.cli;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.Meter;
import io.llmgw.cli.TextTable.Column;
import io.llmgw.json.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints the list of models: a table, tab-separated lines, or a document. */
final class ModelPrinter {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("MODEL"),
          Column.text("PROVIDER"),
          Column.text("KEY"),
          Column.number("CTX"),
          Column.number("OUT"),
          Column.number("$IN/M"),
          Column.number("$OUT/M"),
          Column.text("CAPS"),
          Column.text("ALIASES"));

  private static final Map<Capability, String> SHORT =
      Map.of(
          Capability.VISION, "vis",
          Capability.TOOLS, "tool",
          Capability.JSON, "json",
          Capability.THINKING, "think",
          Capability.AUDIO, "audio",
          Capability.DOCUMENTS, "doc");

  private static final Column LATENCY = Column.number("LIST ms");

  private final PrintWriter out;
  private final Map<String, Duration> latency;

  /**
   * @param latency by a row's id, how long its provider took to tell its models; none when it was
   *     not asked
   */
  ModelPrinter(PrintWriter out, Map<String, Duration> latency) {
    this.out = out;
    this.latency = latency;
  }

  /** For a terminal of that width. */
  void table(List<ModelRow> rows, Ansi ansi, int width) {
    boolean asked = !latency.isEmpty();
    List<Column> columns = new ArrayList<>(COLUMNS);
    if (asked) {
      columns.add(3, LATENCY);
    }
    TextTable table = new TextTable(columns);
    for (ModelRow row : rows) {
      List<String> cells = new ArrayList<>(cells(row));
      if (asked) {
        cells.add(3, millis(row));
      }
      table.add(cells, row.standing() != ModelRow.Standing.CONFIGURED);
    }
    table.print(out, ansi, width);
    out.flush();
  }

  private String millis(ModelRow row) {
    Duration time = latency.get(row.id());
    return time == null ? "-" : Long.toString(time.toMillis());
  }

  private static List<String> cells(ModelRow row) {
    return List.of(
        row.id() + (row.standard() ? " *" : ""),
        row.provider(),
        row.ready() ? "✓" : "✗",
        count(row.facts().contextTokens()),
        count(row.facts().maxOutputTokens()),
        price(row.price(Meter.INPUT)),
        price(row.price(Meter.OUTPUT)),
        row.facts().capabilities().stream().map(SHORT::get).collect(Collectors.joining(" ")),
        String.join(" ", row.aliases()));
  }

  private static String count(@Nullable Integer tokens) {
    return tokens == null ? "-" : TokenCountConverter.shown(tokens);
  }

  /** Dollars with the figures that matter, at least two behind the point. */
  static String price(@Nullable BigDecimal usd) {
    if (usd == null) {
      return "-";
    }
    BigDecimal plain = usd.stripTrailingZeros();
    return plain.scale() < 2 ? plain.setScale(2).toPlainString() : plain.toPlainString();
  }

  /** One line each for programs: no header, nothing for what is not known. */
  void lines(List<ModelRow> rows) {
    for (ModelRow row : rows) {
      String line =
          List.of(
                  row.id(),
                  row.provider(),
                  row.ready() ? "yes" : "no",
                  text(row.facts().contextTokens()),
                  text(row.facts().maxOutputTokens()),
                  text(plain(row.price(Meter.INPUT))),
                  text(plain(row.price(Meter.OUTPUT))),
                  row.facts().capabilities().stream()
                      .map(Capability::toString)
                      .collect(Collectors.joining(",")),
                  String.join(",", row.aliases()))
              .stream()
              .map(TextTable::harmless)
              .collect(Collectors.joining("\t"));
      out.println(line);
    }
    out.flush();
  }

  private static @Nullable String plain(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  void ids(List<ModelRow> rows) {
    rows.forEach(row -> out.println(TextTable.harmless(row.id())));
    out.flush();
  }

  void document(List<ModelRow> rows, OutputFormat format) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    ArrayNode models = document.putArray("models");
    rows.forEach(row -> models.add(tree(row)));
    Trees.print(out, document, "models", format);
  }

  private ObjectNode tree(ModelRow row) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    tree.put("id", row.id());
    tree.put("provider", row.provider());
    tree.put("model", row.model());
    tree.put("status", row.standing().name().toLowerCase(Locale.ROOT));
    tree.put("default", row.standard());
    Duration time = latency.get(row.id());
    if (time != null) {
      tree.put("list_ms", time.toMillis());
    }
    FactsTree.write(tree, row.facts(), row.today());
    ArrayNode aliases = tree.putArray("aliases");
    row.aliases().forEach(aliases::add);
    return tree;
  }
}

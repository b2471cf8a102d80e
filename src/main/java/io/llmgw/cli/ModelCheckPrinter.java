package io.llmgw.cli;

import io.llmgw.app.ModelCheck.Checked;
import io.llmgw.app.ModelCheck.Finding;
import io.llmgw.app.ModelCheck.Kind;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints whether the providers have what is configured. */
final class ModelCheckPrinter {
  private final PrintWriter out;

  ModelCheckPrinter(PrintWriter out) {
    this.out = out;
  }

  /**
   * @param quiet only what is the matter
   */
  void text(List<Checked> checked, Ansi ansi, boolean quiet) {
    int name = width(checked, false);
    int upstream = width(checked, true);
    for (Checked one : checked) {
      if (!quiet || !one.findings().isEmpty()) {
        line(one, ansi, name, upstream);
      }
    }
    if (!quiet) {
      out.println(summary(checked));
    }
    out.flush();
  }

  private static int width(List<Checked> checked, boolean upstream) {
    return checked.stream()
        .map(Checked::entry)
        .mapToInt(entry -> (upstream ? upstream(entry) : name(entry)).length())
        .max()
        .orElse(0);
  }

  private static String name(DeploymentConfig entry) {
    return TextTable.harmless(entry.modelName());
  }

  private static String upstream(DeploymentConfig entry) {
    return TextTable.harmless(entry.provider() + "/" + entry.model());
  }

  private void line(Checked one, Ansi ansi, int nameWidth, int upstreamWidth) {
    String name = name(one.entry());
    String upstream = upstream(one.entry());
    String start =
        "%s %s  %s"
            .formatted(mark(one, ansi), padded(name, nameWidth), padded(upstream, upstreamWidth));
    if (one.findings().isEmpty()) {
      out.println(start.stripTrailing());
      return;
    }
    String indent = " ".repeat(2 + nameWidth + 2 + upstreamWidth);
    boolean first = true;
    for (Finding finding : one.findings()) {
      String text = TextTable.harmless(finding.text());
      out.println((first ? start : indent) + "  " + text + "  (" + one.entry().origin() + ")");
      first = false;
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String mark(Checked one, Ansi ansi) {
    if (one.findings().isEmpty()) {
      return ansi.string("@|green ✓|@");
    }
    return switch (one.findings().getFirst().kind()) {
      case MISSING, RETIRED -> ansi.string("@|red ✗|@");
      case UNREACHABLE -> ansi.string("@|red ?|@");
      case RETIRING, CHANGED -> ansi.string("@|yellow !|@");
      case UNLISTED -> "-";
    };
  }

  private static String status(Checked one) {
    return one.findings().isEmpty() ? "ok" : word(one.findings().getFirst().kind());
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String summary(List<Checked> checked) {
    Map<String, Long> counts =
        checked.stream()
            .collect(
                Collectors.groupingBy(
                    ModelCheckPrinter::status, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "no model is configured"
        : checked.size()
            + " checked: "
            + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
  }

  void document(List<Checked> checked, OutputFormat format) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    tree.put(
        "ok",
        checked.stream()
            .flatMap(one -> one.findings().stream())
            .noneMatch(finding -> finding.kind().fails()));
    ArrayNode models = tree.putArray("models");
    for (Checked one : checked) {
      ObjectNode model = models.addObject();
      model.put("name", one.entry().modelName());
      model.put("provider", one.entry().provider());
      model.put("model", one.entry().model());
      model.put("source", one.entry().origin());
      model.put("status", status(one));
      ArrayNode findings = model.putArray("findings");
      for (Finding finding : one.findings()) {
        findings
            .addObject()
            .put("kind", word(finding.kind()))
            .put("text", finding.text())
            .put("instead", finding.instead());
      }
    }
    Trees.print(out, tree, "models", format);
  }
}

package io.llmgw.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Prints the table: a row per measurement, a column per target. */
final class Report {
  private static final String DIRECT = "direct";
  private static final String NULL_PROXY = "null proxy";

  private final Measurements measurements;
  private final boolean markdown;

  Report(Measurements measurements, boolean markdown) {
    this.measurements = measurements;
    this.markdown = markdown;
  }

  void print(PrintStream out) {
    List<List<String>> rows = rows();
    int[] widths = widths(rows);
    for (int row = 0; row < rows.size(); row++) {
      out.println(line(rows.get(row), widths));
      if (row == 0) {
        out.println(rule(widths));
      }
    }
    out.println();
    measurements.notes().stream().distinct().forEach(out::println);
    for (String target : measurements.targets()) {
      measurements
          .errors(target)
          .counts()
          .forEach((reason, count) -> out.println("! " + target + ": " + count + " x " + reason));
    }
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>();
    head.add("");
    for (String target : measurements.targets()) {
      head.add(measurements.errors(target).total() == 0 ? target : target + " !");
    }
    rows.add(head);
    for (Metric metric : Metric.values()) {
      if (!measurements.has(metric)) {
        continue;
      }
      rows.add(row(metric.label(), target -> cell(target, metric)));
      if (metric == Metric.RATE_256 && measurements.targets().contains(NULL_PROXY)) {
        rows.add(row("requests/s, 32 connections, % of null proxy", this::ofNullProxy));
      }
    }
    rows.add(row("errors", target -> Integer.toString(measurements.errors(target).total())));
    return rows;
  }

  private List<String> row(String label, UnaryOperator<String> cell) {
    List<String> row = new ArrayList<>();
    row.add(label);
    measurements.targets().forEach(target -> row.add(cell.apply(target)));
    return row;
  }

  private String cell(String target, Metric metric) {
    boolean added = metric.isAdded() && !target.equals(DIRECT);
    double value =
        added
            ? measurements.medianAdded(target, DIRECT, metric)
            : measurements.median(target, metric);
    return added && Double.isFinite(value) ? signed(value) : plain(value);
  }

  private String ofNullProxy(String target) {
    if (target.equals(DIRECT)) {
      return "-";
    }
    double own = measurements.median(target, Metric.RATE_32);
    return plain(100 * own / measurements.median(NULL_PROXY, Metric.RATE_32));
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+,.0f", value);
  }

  private static String plain(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == Measurements.NEVER) {
      return "not in 2 s";
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - row.get(column).length());
      String cell = column == 0 ? row.get(column) + padding : padding + row.get(column);
      line.append(markdown ? "| " : column == 0 ? "" : "  ").append(cell);
      line.append(markdown ? " " : "");
    }
    return line.append(markdown ? "|" : "").toString();
  }

  private String rule(int[] widths) {
    StringBuilder rule = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      if (markdown) {
        rule.append("|").append("-".repeat(widths[column] + 1)).append(column == 0 ? "-" : ":");
      } else {
        rule.append(column == 0 ? "" : "  ").append("-".repeat(widths[column]));
      }
    }
    return rule.append(markdown ? "|" : "").toString();
  }
}

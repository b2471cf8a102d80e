package io.llmgw.cli;

import java.io.PrintWriter;
import java.util.List;

/** A table for people. */
final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  static void print(PrintWriter out, List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    measure(widths, head);
    rows.forEach(row -> measure(widths, row));
    print(out, widths, head);
    rows.forEach(row -> print(out, widths, row));
  }

  private static void measure(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private static void print(PrintWriter out, int[] widths, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
    }
    out.println(line.toString().stripTrailing());
  }
}

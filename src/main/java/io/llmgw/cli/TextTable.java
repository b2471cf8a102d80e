package io.llmgw.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * A table for a terminal. It never wraps: what does not fit goes, the rightmost column first, and a
 * first column that is too wide alone is cut.
 */
final class TextTable {
  private static final String GAP = "  ";
  private static final String CUT = "…";

  /** One column; numbers stand at the right. */
  record Column(String title, boolean number) {
    static Column text(String title) {
      return new Column(title, false);
    }

    static Column number(String title) {
      return new Column(title, true);
    }
  }

  private record Line(List<String> cells, boolean faint) {}

  private final List<Column> columns;
  private final List<Line> lines = new ArrayList<>();

  TextTable(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * @param faint whether the line is of little interest
   */
  void add(List<String> cells, boolean faint) {
    lines.add(new Line(cells.stream().map(TextTable::harmless).toList(), faint));
  }

  /** Names come from files and from upstreams: none may move the cursor or ring the bell. */
  static String harmless(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }

  /**
   * @param width columns of the terminal
   */
  void print(PrintWriter out, Ansi ansi, int width) {
    List<Integer> widths = widths(width);
    out.println(ansi.string("@|bold %s|@".formatted(line(titles(), widths))));
    for (Line line : lines) {
      String text = line(line.cells, widths);
      // put in afterwards, so that a name is never taken for markup
      out.println(line.faint ? ansi.string("@|faint x|@").replace("x", text) : text);
    }
  }

  private List<String> titles() {
    return columns.stream().map(Column::title).toList();
  }

  /** The widths of the columns that fit. */
  private List<Integer> widths(int width) {
    List<Integer> widths = new ArrayList<>();
    int used = 0;
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      int own =
          lines.stream()
              .mapToInt(line -> length(line.cells.get(column)))
              .reduce(columns.get(i).title.length(), Math::max);
      used += own + (i == 0 ? 0 : GAP.length());
      if (i > 0 && used > width) {
        break;
      }
      widths.add(i == 0 ? Math.clamp(own, 1, Math.max(1, width)) : own);
    }
    return widths;
  }

  private String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.size(); i++) {
      String cell = cut(cells.get(i), widths.get(i));
      String space = " ".repeat(widths.get(i) - length(cell));
      line.append(i == 0 ? "" : GAP).append(columns.get(i).number ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + CUT;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

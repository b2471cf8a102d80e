package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text under headings, without a frame, each row one line of the terminal: columns that are
 * too wide are cut with an ellipsis, and where even that is not enough the last ones are left out.
 * Control characters are taken out of the cells. Not safe for use by several threads.
 */
public final class TextTable {
  /** Where a text stands in its column. */
  public enum Align {
    LEFT,
    CENTER,
    RIGHT
  }

  /**
   * One column.
   *
   * @param least columns of the screen below which it is not cut
   */
  public record Column(String title, Align align, int least) {
    /** To the left, and cut to 8 columns at the least. */
    public static Column left(String title) {
      return new Column(title, Align.LEFT, 8);
    }

    /** To the right and never cut, as a number must not be. */
    public static Column right(String title) {
      return new Column(title, Align.RIGHT, Integer.MAX_VALUE);
    }
  }

  private static final int GAP = 2;

  private final List<Column> columns;
  private final List<List<StyledLine>> rows = new ArrayList<>();

  public TextTable(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when there is not one cell for each column
   */
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** The same, with the cells as a list. */
  public TextTable row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + columns.size() + " columns: " + cells);
    }
    rows.add(cells.stream().map(cell -> StyledLine.of(Span.plain(tabless(cell)))).toList());
    return this;
  }

  /** The headings and the rows, in no more than the style's width. */
  public List<String> render(Style style) {
    int[] widths = widths(style.width());
    var writer = new AnsiWriter(style);
    var lines = new ArrayList<String>();
    lines.add(writer.line(line(titles(), widths, style)));
    rows.forEach(row -> lines.add(writer.line(line(row, widths, style))));
    return lines;
  }

  private List<StyledLine> titles() {
    return columns.stream()
        .map(column -> StyledLine.of(new Span(column.title(), Look.PLAIN.bolder())))
        .toList();
  }

  private static String tabless(String cell) {
    return cell.replace('\t', ' ');
  }

  private int[] widths(int room) {
    int[] natural = new int[columns.size()];
    int[] least = new int[columns.size()];
    for (int i = 0; i < natural.length; i++) {
      natural[i] = CellWidth.of(columns.get(i).title());
      for (List<StyledLine> row : rows) {
        natural[i] = Math.max(natural[i], row.get(i).width());
      }
      least[i] = Math.min(natural[i], Math.max(1, columns.get(i).least()));
    }
    return room == 0 ? natural : fit(natural, least, room);
  }

  private static int[] fit(int[] natural, int[] least, int room) {
    for (int shown = natural.length; shown > 1; shown--) {
      int[] widths =
          ColumnWidths.fit(
              Arrays.copyOf(natural, shown), Arrays.copyOf(least, shown), room - GAP * (shown - 1));
      if (widths.length > 0) {
        return widths;
      }
    }
    return natural.length == 0 ? natural : new int[] {Math.min(natural[0], room)};
  }

  private StyledLine line(List<StyledLine> cells, int[] widths, Style style) {
    var spans = new ArrayList<Span>();
    int last = Math.min(cells.size(), widths.length) - 1;
    while (last > 0 && cells.get(last).isBlank()) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      String ellipsis = style.symbol("…", widths[i] > 3 ? "..." : "");
      StyledLine cell = LineWrapper.truncate(cells.get(i), widths[i], ellipsis);
      Align align = columns.get(i).align();
      boolean bare = i == last && align == Align.LEFT;
      spans.addAll((bare ? cell : pad(cell, widths[i], align)).spans());
      spans.add(Span.plain(" ".repeat(i == last ? 0 : GAP)));
    }
    return new StyledLine(spans);
  }

  /** The line with spaces around it up to that width. */
  static StyledLine pad(StyledLine line, int width, Align align) {
    int missing = Math.max(0, width - line.width());
    int left =
        switch (align) {
          case LEFT -> 0;
          case CENTER -> missing / 2;
          case RIGHT -> missing;
        };
    var spans = new ArrayList<Span>();
    spans.add(Span.plain(" ".repeat(left)));
    spans.addAll(line.spans());
    spans.add(Span.plain(" ".repeat(missing - left)));
    return new StyledLine(spans);
  }
}

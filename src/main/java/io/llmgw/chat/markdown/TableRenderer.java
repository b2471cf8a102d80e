package io.llmgw.chat.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;

/**
 * A table in a frame. In a window too narrow for it the cells are broken into several lines; in one
 * too narrow even for that each row becomes a list of its cells.
 */
final class TableRenderer {
  /** A column is not made narrower than its longest word, unless that is longer than this. */
  private static final int LONGEST_WORD = 12;

  /** Columns of the frame for each column, and one more at the end. */
  private static final int FRAME = 3;

  private record Row(boolean head, List<List<StyledLine>> cells) {}

  private final Style style;
  private final List<Row> rows = new ArrayList<>();
  private final List<Align> aligns = new ArrayList<>();
  private final List<StyledLine> lines = new ArrayList<>();

  private TableRenderer(Style style) {
    this.style = style;
  }

  /**
   * @param room columns there are; 0 when unknown
   */
  static List<StyledLine> render(TableBlock table, Style style, int room) {
    var renderer = new TableRenderer(style);
    renderer.read(table);
    int[] widths = renderer.widths(room);
    if (widths.length == 0) {
      renderer.records();
    } else {
      renderer.frame(widths);
    }
    return renderer.lines;
  }

  private void read(TableBlock table) {
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        if (row instanceof TableRow) {
          rows.add(row(row, part instanceof TableHead));
        }
      }
    }
  }

  private Row row(Node row, boolean head) {
    var cells = new ArrayList<List<StyledLine>>();
    Look look = head ? Look.PLAIN.bolder() : Look.PLAIN;
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      cells.add(InlineRenderer.render(cell, look, style));
      if (head && cell instanceof TableCell each) {
        aligns.add(align(each.getAlignment()));
      }
    }
    return new Row(head, cells);
  }

  private static Align align(TableCell.Alignment alignment) {
    return switch (alignment) {
      case RIGHT -> Align.RIGHT;
      case CENTER -> Align.CENTER;
      case LEFT -> Align.LEFT;
      case null -> Align.LEFT;
    };
  }

  private int[] widths(int room) {
    int columns = aligns.size();
    int[] natural = new int[columns];
    int[] least = new int[columns];
    for (Row row : rows) {
      for (int i = 0; i < Math.min(columns, row.cells().size()); i++) {
        for (StyledLine line : row.cells().get(i)) {
          natural[i] = Math.max(natural[i], line.width());
          least[i] = Math.max(least[i], longestWord(line));
        }
      }
    }
    int frame = columns * FRAME + 1;
    return room == 0 ? natural : ColumnWidths.fit(natural, least, room - frame);
  }

  private static int longestWord(StyledLine line) {
    return Arrays.stream(line.plain().split(" "))
        .mapToInt(word -> Math.min(LONGEST_WORD, CellWidth.of(word)))
        .max()
        .orElse(0);
  }

  private void frame(int[] widths) {
    boolean ruled = rows.stream().skip(1).anyMatch(row -> height(row, widths) > 1);
    rule(widths, style.symbol("┌┬┐", "+++"));
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), widths);
      if (i + 1 < rows.size() && (rows.get(i).head() || ruled)) {
        rule(widths, style.symbol("├┼┤", "+++"));
      }
    }
    rule(widths, style.symbol("└┴┘", "+++"));
  }

  private static int height(Row row, int[] widths) {
    int height = 1;
    for (int i = 0; i < Math.min(widths.length, row.cells().size()); i++) {
      height = Math.max(height, broken(row, i, widths[i]).size());
    }
    return height;
  }

  private static List<StyledLine> broken(Row row, int column, int width) {
    if (column >= row.cells().size()) {
      return List.of();
    }
    var broken = new ArrayList<StyledLine>();
    for (StyledLine line : row.cells().get(column)) {
      broken.addAll(LineWrapper.wrap(line, Math.max(1, width)));
    }
    return broken;
  }

  private void rule(int[] widths, String corners) {
    var rule = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      rule.append(corners.charAt(i == 0 ? 0 : 1));
      rule.append(style.symbol("─", "-").repeat(widths[i] + 2));
    }
    lines.add(StyledLine.of(new Span(rule.append(corners.charAt(2)).toString(), Look.DIM)));
  }

  private void row(Row row, int[] widths) {
    var cells = new ArrayList<List<StyledLine>>();
    for (int i = 0; i < widths.length; i++) {
      cells.add(broken(row, i, widths[i]));
    }
    var bar = new Span(style.symbol("│", "|"), Look.DIM);
    for (int i = 0; i < height(row, widths); i++) {
      var spans = new ArrayList<Span>();
      for (int column = 0; column < widths.length; column++) {
        List<StyledLine> cell = cells.get(column);
        StyledLine line = i < cell.size() ? cell.get(i) : StyledLine.EMPTY;
        spans.add(bar);
        spans.add(Span.plain(" "));
        spans.addAll(aligns.get(column).pad(line, widths[column]).spans());
        spans.add(Span.plain(" "));
      }
      spans.add(bar);
      lines.add(new StyledLine(spans));
    }
  }

  private void records() {
    List<List<StyledLine>> heads = rows.isEmpty() ? List.of() : rows.getFirst().cells();
    for (Row row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      if (!lines.isEmpty()) {
        lines.add(StyledLine.of(new Span(style.symbol("───", "---"), Look.DIM)));
      }
      for (int i = 0; i < Math.min(heads.size(), row.cells().size()); i++) {
        record(heads.get(i), row.cells().get(i));
      }
    }
    if (lines.isEmpty()) {
      heads.forEach(lines::addAll);
    }
  }

  private void record(List<StyledLine> head, List<StyledLine> cell) {
    var name = new ArrayList<Span>();
    head.forEach(line -> name.addAll(line.spans()));
    name.add(Span.plain(": "));
    lines.add(StyledLine.of(name, cell.getFirst()));
    lines.addAll(cell.subList(1, cell.size()));
  }
}

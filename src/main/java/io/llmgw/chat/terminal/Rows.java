package io.llmgw.chat.terminal;

import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;

/** Lines cut into rows that no terminal wraps, whatever it makes of their characters. */
final class Rows {
  private Rows() {}

  /**
   * The rows of a line.
   *
   * @param line may hold colours
   * @param width columns of a row, at least one
   */
  static List<String> of(String line, int width) {
    AttributedString text = AttributedString.fromAnsi(line);
    return widest(text) <= width
        ? List.of(line)
        : cut(text, width).stream().map(AttributedString::toAnsi).toList();
  }

  private static List<AttributedString> cut(AttributedString text, int width) {
    List<AttributedString> rows = text.columnSplitLength(width);
    for (int room = width - 1; room > 1 && rows.stream().anyMatch(row -> widest(row) > width); ) {
      rows = text.columnSplitLength(room);
      room -= Math.max(1, room / 8);
    }
    return rows;
  }

  /** Its columns on a terminal that draws each part of a joined emoji by itself. */
  private static int widest(AttributedString text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** Filled up with blanks to that width. */
  static String padded(String row, int width) {
    return row + " ".repeat(Math.max(0, width - AttributedString.fromAnsi(row).columnLength()));
  }
}

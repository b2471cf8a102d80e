package io.llmgw.chat.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.utils.AttributedString;

/**
 * The last rows of the screen, which are drawn anew while an answer comes; what is final is written
 * above them once, and never touched again, so that scrolling back and copying work. Used by one
 * thread.
 */
public final class LiveTail {
  // drawn as a whole by terminals that know it, ignored by the others
  private static final String BEGIN = "\u001b[?2026h";
  private static final String END = "\u001b[?2026l";

  private final PrintWriter out;
  private final IntSupplier columns;
  private final IntSupplier rows;
  private final boolean movable;
  private List<String> drawn = List.of();
  private String last = "";

  /** On a terminal whose cursor can be moved. */
  public LiveTail(PrintWriter out, IntSupplier columns, IntSupplier rows) {
    this(out, columns, rows, true);
  }

  /**
   * @param columns of the terminal, now
   * @param rows of the terminal, now
   * @param movable whether the cursor can be moved; else only what is final is written
   */
  LiveTail(PrintWriter out, IntSupplier columns, IntSupplier rows, boolean movable) {
    this.out = out;
    this.columns = columns;
    this.rows = rows;
    this.movable = movable;
  }

  /**
   * Writes what is final, and draws the tail below it.
   *
   * @param lines written as they are, for the terminal to wrap
   * @param tail cut to what fits on the screen, its end first
   */
  public void draw(List<String> lines, List<String> tail) {
    if (!movable) {
      lines.forEach(line -> out.write(line + "\n"));
      out.flush();
      return;
    }
    List<String> cut = fitting(tail);
    String frame = String.join("\n", cut);
    if (lines.isEmpty() && frame.equals(last)) {
      return;
    }
    StringBuilder text = new StringBuilder(BEGIN).append(erased());
    lines.forEach(line -> text.append(line).append('\n'));
    text.append(frame).append(END);
    drawn = cut;
    last = frame;
    out.write(text.toString());
    out.flush();
  }

  /** Takes the tail away; the cursor is where it began. */
  public void clear() {
    draw(List.of(), List.of());
  }

  private String erased() {
    int above = -1;
    int width = Math.max(1, columns.getAsInt());
    for (String row : drawn) {
      // a window that became narrower has wrapped the rows
      int cells = AttributedString.fromAnsi(row).columnLength();
      above += Math.max(1, (cells + width - 1) / width);
    }
    return above < 0 ? "" : "\r" + (above == 0 ? "" : "\u001b[" + above + "A") + "\u001b[J";
  }

  private List<String> fitting(List<String> tail) {
    int width = Math.max(1, columns.getAsInt());
    List<String> cut = tail.stream().flatMap(line -> Rows.of(line, width).stream()).toList();
    int most = Math.max(1, rows.getAsInt() - 2);
    return cut.size() <= most ? cut : cut.subList(cut.size() - most, cut.size());
  }
}

package io.llmgw.chat.terminal;

import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.Style;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers that come at the same time, side by side. A row is final once every column has come as
 * far, or is over. Used by one thread.
 */
final class AnswerColumns {
  private static final int LEAST_WIDTH = 120;
  private static final int MOST = 3;

  /** More rows than any window shows, while a slow column holds the others up. */
  private static final int LONGEST_TAIL = 500;

  private final List<AnswerColumn> columns = new ArrayList<>();
  private final String between;
  private final int width;
  private int given;

  /** Whether so many answers have room beside each other. */
  static boolean fit(int answers, int width) {
    return answers > 1 && answers <= MOST && width >= LEAST_WIDTH;
  }

  /**
   * Columns without a line yet.
   *
   * @param style how all would be rendered on the whole width
   * @param blind whether nothing may tell which model it is
   */
  AnswerColumns(List<RunningAnswer> answers, Ink ink, Symbols symbols, Style style, boolean blind) {
    between = " " + ink.dim(style.unicode() ? "│" : "|") + " ";
    width = (style.width() - 3 * (answers.size() - 1)) / answers.size();
    // links would be cut with their addresses in them
    Style narrow = style.withWidth(width).withWrap(width).withHyperlinks(false);
    for (RunningAnswer answer : answers) {
      String title = symbols.answer() + " " + (columns.size() + 1);
      String model = blind ? null : answer.asking().turn().question().model();
      columns.add(new AnswerColumn(answer, title, model, ink, symbols, narrow));
    }
  }

  /** Takes what has come. */
  void take() {
    columns.forEach(AnswerColumn::take);
  }

  /** The rows that became final since the last call. */
  List<String> ready() {
    int end = columns.stream().mapToInt(AnswerColumn::settled).min().orElse(0);
    // no column holds the others up when all are over
    int until = Math.min(end, columns.stream().mapToInt(AnswerColumn::settledRows).max().orElse(0));
    List<String> rows = rows(given, until);
    given = until;
    return rows;
  }

  /** The rows after those, as they look now; of very many the end. */
  List<String> tail() {
    int end = columns.stream().mapToInt(AnswerColumn::shownRows).max().orElse(0);
    return rows(Math.max(given, end - LONGEST_TAIL), end);
  }

  private List<String> rows(int from, int to) {
    List<String> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int row = i;
      List<String> cells =
          columns.stream().map(column -> Rows.padded(column.row(row), width)).toList();
      rows.add(String.join(between, cells).stripTrailing());
    }
    return rows;
  }
}

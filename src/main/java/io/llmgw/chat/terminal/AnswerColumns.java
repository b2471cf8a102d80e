package io.llmgw.chat.terminal;

import io.llmgw.chat.Footer;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers that come at the same time, side by side. A row is final once every column has come as
 * far, or is over. Used by one thread.
 */
final class AnswerColumns {
  private static final int LEAST_WIDTH = 120;
  private static final int MOST = 3;

  private final List<Column> columns = new ArrayList<>();
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
      columns.add(new Column(answer, title, model, new Look(ink, symbols, narrow)));
    }
  }

  /** Takes what has come. */
  void take() {
    columns.forEach(Column::take);
  }

  /** The rows that became final since the last call. */
  List<String> ready() {
    int end = columns.stream().mapToInt(Column::settled).min().orElse(0);
    // no column holds the others up when all are over
    int until =
        Math.min(end, columns.stream().mapToInt(column -> column.rows.size()).max().orElse(0));
    List<String> rows = rows(given, until);
    given = Math.max(given, until);
    return rows;
  }

  /** The rows after those, as they look now. */
  List<String> tail() {
    return rows(given, columns.stream().mapToInt(column -> column.shown().size()).max().orElse(0));
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

  private record Look(Ink ink, Symbols symbols, Style style) {}

  /** One answer. */
  private static final class Column {
    private final RunningAnswer answer;
    private final @Nullable String model;
    private final Look look;
    private final AnswerView view;
    private final List<String> rows = new ArrayList<>();
    private List<String> open = List.of();
    private boolean over;

    /**
     * @param model null when nobody may know
     */
    Column(RunningAnswer answer, String title, @Nullable String model, Look look) {
      this.answer = answer;
      this.model = model;
      this.look = look;
      this.view = new AnswerView(look.style(), look.symbols(), look.ink().colors());
      add(look.ink().bold(model == null ? title : title + "  " + model));
    }

    private void add(String line) {
      rows.addAll(Rows.of(line, look.style().width()));
    }

    void take() {
      // asked first: what comes between the two questions is taken the next time
      boolean done = answer.done();
      answer.take(event -> view.event(event, false));
      view.take().forEach(this::add);
      if (done && !over) {
        over = true;
        view.finish(false).forEach(this::add);
        end(answer.asking().turn().outcome());
      }
      open =
          over
              ? List.of()
              : view.tail(false).stream()
                  .flatMap(line -> Rows.of(line, look.style().width()).stream())
                  .toList();
    }

    private void end(Outcome outcome) {
      if (outcome.state() == Outcome.State.STOPPED) {
        add(look.ink().dim("[stopped]"));
      }
      if (outcome.error() != null) {
        add(look.ink().red("error: ") + outcome.error());
      }
      if (model != null && outcome.state() != Outcome.State.FAILED) {
        add(look.ink().dim(Footer.of(outcome, look.symbols())));
      }
      add("");
    }

    /** Up to which row nothing changes. */
    int settled() {
      return over ? Integer.MAX_VALUE : rows.size();
    }

    List<String> shown() {
      List<String> all = new ArrayList<>(rows);
      all.addAll(open);
      return all;
    }

    String row(int index) {
      if (index < rows.size()) {
        return rows.get(index);
      }
      int rest = index - rows.size();
      return rest < open.size() ? open.get(rest) : "";
    }
  }
}

package io.llmgw.chat.terminal;

import io.llmgw.chat.Footer;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.markdown.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of several answers that come at the same time, as rows of one width. Used by one thread. */
final class AnswerColumn {
  private final RunningAnswer answer;
  private final @Nullable String model;
  private final Ink ink;
  private final Symbols symbols;
  private final int width;
  private final AnswerView view;
  private final List<String> rows = new ArrayList<>();
  private List<String> open = List.of();
  private boolean over;

  /**
   * @param model null when nobody may know
   */
  AnswerColumn(
      RunningAnswer answer,
      String title,
      @Nullable String model,
      Ink ink,
      Symbols symbols,
      Style style) {
    this.answer = answer;
    this.model = model;
    this.ink = ink;
    this.symbols = symbols;
    this.width = style.width();
    this.view = new AnswerView(style, symbols, ink.colors());
    add(ink.bold(model == null ? title : title + "  " + model));
  }

  private void add(String line) {
    rows.addAll(Rows.of(line, width));
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
            : view.tail(false).stream().flatMap(line -> Rows.of(line, width).stream()).toList();
  }

  private void end(Outcome outcome) {
    if (outcome.state() == Outcome.State.STOPPED) {
      add(ink.dim("[stopped]"));
    }
    if (outcome.error() != null) {
      add(ink.red("error: ") + outcome.error());
    }
    if (model != null && outcome.state() != Outcome.State.FAILED) {
      add(ink.dim(Footer.of(outcome, symbols)));
    }
    add("");
  }

  /** Up to which row nothing changes. */
  int settled() {
    return over ? Integer.MAX_VALUE : rows.size();
  }

  int settledRows() {
    return rows.size();
  }

  /** With those that may still change. */
  int shownRows() {
    return rows.size() + open.size();
  }

  /** Blank where there is none yet. */
  String row(int index) {
    if (index < rows.size()) {
      return rows.get(index);
    }
    int rest = index - rows.size();
    return rest < open.size() ? open.get(rest) : "";
  }
}

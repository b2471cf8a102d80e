package io.llmgw.chat.terminal;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Footer;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.command.View;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;

/** Shows answers while they come, and takes what is typed meanwhile. Used by one thread. */
final class LiveAnswers {
  private static final long POLL_MILLIS = 15;
  private static final long FRAME_NANOS = 33_000_000;

  private final Terminal terminal;
  private final TerminalScreen screen;
  private final Symbols symbols;
  private final View view;
  private final TypeAhead typeAhead;

  LiveAnswers(Terminal terminal, TerminalScreen screen, Symbols symbols, View view) {
    this.terminal = terminal;
    this.screen = screen;
    this.symbols = symbols;
    this.view = view;
    this.typeAhead = new TypeAhead(terminal.reader(), Dumb.is(terminal));
  }

  TypeAhead typeAhead() {
    return typeAhead;
  }

  /** Asks and shows one answer; what is typed stays for the next line. */
  void show(Asking asking) {
    AnswerView answer = new AnswerView(screen.style(), symbols, screen.ink().colors());
    RunningAnswer running = RunningAnswer.start(asking);
    watch(
        List.of(running),
        () -> {
          running.take(event -> answer.event(event, view.thinking()));
          answer.restyle(screen.style());
          return new Frame(answer.take(), answer.tail(view.thinking()));
        });
    screen.tail().draw(answer.finish(view.thinking()), List.of());
    running.rethrow();
    end(asking.turn().outcome());
  }

  /** Asks several at once; shows them side by side where there is room, else one after another. */
  void showAll(List<Asking> askings, boolean blind) {
    List<RunningAnswer> all = askings.stream().map(RunningAnswer::start).toList();
    if (AnswerColumns.fit(all.size(), screen.width()) && !Dumb.is(terminal)) {
      showColumns(all, blind);
    } else {
      showBlocks(all, blind);
    }
    all.forEach(RunningAnswer::rethrow);
  }

  private void showColumns(List<RunningAnswer> all, boolean blind) {
    AnswerColumns columns = new AnswerColumns(all, screen.ink(), symbols, screen.style(), blind);
    watch(
        all,
        () -> {
          columns.take();
          return new Frame(columns.ready(), columns.tail());
        });
  }

  /** How far they are, and each answer when it is its turn. */
  private void showBlocks(List<RunningAnswer> all, boolean blind) {
    int[] next = {0};
    watch(
        all,
        () -> {
          List<String> lines = new ArrayList<>();
          all.forEach(running -> running.skip());
          while (next[0] < all.size() && all.get(next[0]).done()) {
            lines.addAll(block(all.get(next[0]).asking(), ++next[0], blind));
          }
          List<String> tail = new ArrayList<>();
          for (int i = next[0]; i < all.size(); i++) {
            tail.add(screen.ink().dim(progress(all.get(i).asking(), i + 1, blind)));
          }
          return new Frame(lines, tail);
        });
    List<String> rest = new ArrayList<>();
    while (next[0] < all.size()) {
      rest.addAll(block(all.get(next[0]).asking(), ++next[0], blind));
    }
    screen.tail().draw(rest, List.of());
  }

  private String name(Asking asking, int number, boolean blind) {
    return symbols.answer() + " " + number + (blind ? "" : "  " + asking.turn().question().model());
  }

  private String progress(Asking asking, int number, boolean blind) {
    int characters = asking.turn().parts().stream().mapToInt(LiveAnswers::length).sum();
    return name(asking, number, blind) + "  " + characters + " characters";
  }

  private static int length(Part part) {
    return part instanceof Part.Text text ? text.text().length() : 0;
  }

  private List<String> block(Asking asking, int number, boolean blind) {
    List<String> lines = new ArrayList<>();
    lines.add(screen.ink().bold(name(asking, number, blind)));
    AnswerView answer = new AnswerView(screen.style(), symbols, screen.ink().colors());
    asking
        .turn()
        .parts()
        .forEach(part -> {
          if (part instanceof Part.Text text) {
            answer.event(new StreamEvent.TextDelta(0, text.text()), false);
          }
        });
    lines.addAll(answer.finish(false));
    Outcome outcome = asking.turn().outcome();
    if (outcome.error() != null) {
      lines.add(screen.ink().red("error: ") + outcome.error());
    }
    lines.add(screen.ink().dim(blind ? "" : Footer.of(outcome, symbols)));
    return lines;
  }

  private void end(Outcome outcome) {
    if (outcome.state() == Outcome.State.STOPPED) {
      screen.note("[stopped]");
    }
    if (outcome.error() != null) {
      screen.warn(outcome.error(), "/retry, or /retry another-model");
    }
    if (outcome.state() != Outcome.State.FAILED) {
      screen.note(Footer.of(outcome, symbols));
    }
    screen.say("");
  }

  /** What to write for good, and what to draw below it. */
  private record Frame(List<String> lines, List<String> tail) {}

  private interface Frames {
    Frame next();
  }

  /** Polls keys and draws until all answers are there. */
  private void watch(List<RunningAnswer> all, Frames frames) {
    Attributes before = terminal.enterRawMode();
    Runnable stop = () -> all.forEach(running -> running.asking().turn().stop());
    Object handler = Dumb.is(terminal) ? Signals.register("INT", stop) : null;
    WindowWidth width = new WindowWidth(screen::width, System::nanoTime);
    long drawn = 0;
    String typed = "";
    try {
      while (all.stream().anyMatch(running -> !running.finished()) || !width.settled()) {
        wish(typeAhead.poll(POLL_MILLIS), all);
        boolean keys = !typed.equals(typeAhead.text() + typeAhead.waiting());
        if ((keys || System.nanoTime() - drawn > FRAME_NANOS) && width.settled()) {
          typed = typeAhead.text() + typeAhead.waiting();
          drawn = System.nanoTime();
          Frame frame = frames.next();
          screen.tail().draw(frame.lines(), withTyped(frame.tail()));
          all.forEach(running -> running.asking().checkpoint());
        }
      }
      Frame last = frames.next();
      screen.tail().draw(last.lines(), List.of());
    } catch (IOException gone) {
      stop.run();
    } finally {
      if (handler != null) {
        Signals.unregister("INT", handler);
      }
      screen.tail().clear();
      terminal.setAttributes(before);
    }
  }

  private void wish(TypeAhead.Wish wish, List<RunningAnswer> all) {
    switch (wish) {
      case STOP -> {
        all.forEach(running -> running.asking().turn().stop());
        typeAhead.recall();
      }
      case HANG_UP -> all.forEach(running -> running.asking().turn().stop());
      case TOGGLE_THOUGHTS -> view.showThinking(!view.thinking());
      case NOTHING -> {}
    }
  }

  /** The tail with what is being typed below it. */
  private List<String> withTyped(List<String> tail) {
    if (typeAhead.text().isEmpty() && typeAhead.waiting() == 0) {
      return tail;
    }
    List<String> lines = new ArrayList<>(tail);
    lines.add("");
    String waiting = typeAhead.waiting() == 0 ? "" : " (" + typeAhead.waiting() + " waiting)";
    String text = typeAhead.text().replace("\n", " ").replace("\t", " ");
    lines.add(screen.ink().prompt(symbols.prompt()) + screen.ink().dim(waiting) + " " + text);
    return lines;
  }
}

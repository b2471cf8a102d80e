package io.llmgw.chat.terminal;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.command.Screen;
import io.llmgw.chat.command.Talk;
import io.llmgw.chat.command.View;
import io.llmgw.model.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chat with somebody at a terminal. */
final class TerminalTalk implements Talk {
  private final Chat chat;
  private final Attachments attachments;
  private final TerminalScreen screen;
  private final LiveAnswers answers;
  private final View view;
  private final Symbols symbols;
  private @Nullable String prefill;
  private boolean leaving;

  TerminalTalk(
      Chat chat,
      Attachments attachments,
      TerminalScreen screen,
      LiveAnswers answers,
      View view,
      Symbols symbols) {
    this.chat = chat;
    this.attachments = attachments;
    this.screen = screen;
    this.answers = answers;
    this.view = view;
    this.symbols = symbols;
    chat.consentBy(text -> screen.confirm(text + "; ask all the same?"));
  }

  @Override
  public Chat chat() {
    return chat;
  }

  @Override
  public Screen screen() {
    return screen;
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public Attachments attachments() {
    return attachments;
  }

  @Override
  public Symbols symbols() {
    return symbols;
  }

  @Override
  public void answer(Entry question, String model) {
    Asking asking = chat.ask(question, model);
    screen.note(symbols.answer() + " " + model);
    try {
      answers.show(asking);
    } finally {
      asking.finish(true);
    }
  }

  @Override
  public Optional<String> aside(Entry question) {
    Asking asking = chat.ask(question);
    answers.show(asking);
    Entry answer = asking.finish(false);
    boolean whole = asking.turn().outcome().state() == Outcome.State.COMPLETE;
    return Optional.ofNullable(whole && answer != null ? answer.text() : null);
  }

  @Override
  public void compare(Entry question, List<String> models, boolean blind) {
    List<Asking> askings = chat.ask(question, models, null);
    try {
      answers.showAll(askings, blind);
    } finally {
      List<Entry> good = new ArrayList<>();
      for (Asking asking : askings) {
        Entry answer = asking.finish(false);
        if (answer != null) {
          good.add(answer);
        }
      }
      if (!good.isEmpty()) {
        chat.moveTo(good.getFirst().id());
        screen.note("going on from the first answer; /pick n takes another one");
      }
    }
  }

  @Override
  public void replay(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.role() == Role.USER) {
        screen.say(screen.ink().prompt(symbols.prompt()) + " " + entry.typed());
      } else {
        Outcome outcome = entry.outcome();
        screen.note(symbols.answer() + " " + (outcome == null ? "summary" : outcome.asked()));
        screen.markdown(entry.text());
        if (outcome != null && outcome.state() != Outcome.State.COMPLETE) {
          screen.note(outcome.state() == Outcome.State.STOPPED ? "[stopped]" : "[interrupted]");
        }
      }
    }
  }

  @Override
  public Path file(String name) {
    return attachments.resolve(name);
  }

  @Override
  public void prefill(@Nullable String text) {
    prefill = text;
  }

  /** The text the next line begins with, once. */
  String takePrefill() {
    String text = prefill;
    prefill = null;
    return text == null ? "" : text;
  }

  @Override
  public void leave() {
    leaving = true;
  }

  boolean leaving() {
    return leaving;
  }
}

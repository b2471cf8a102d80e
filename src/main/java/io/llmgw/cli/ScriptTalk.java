package io.llmgw.cli;

import io.llmgw.chat.Asking;
import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Outcome;
import io.llmgw.chat.Symbols;
import io.llmgw.chat.command.Screen;
import io.llmgw.chat.command.Talk;
import io.llmgw.chat.command.View;
import io.llmgw.model.GatewayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chat with a script: answers go to the output, and nobody is there to be asked. */
final class ScriptTalk implements Talk {
  private final ChatSetup setup;
  private final ChatScreen screen;
  private final OutputFormat output;
  private final ScriptScreen commands;
  private final View view = new View();
  private volatile @Nullable Asking asked;
  private volatile boolean interrupted;
  private boolean leaving;

  ScriptTalk(ChatSetup setup, ChatScreen screen, OutputFormat output) {
    this.setup = setup;
    this.screen = screen;
    this.output = output;
    this.commands = new ScriptScreen(screen, output);
    view.showThinking(screen.thinking());
  }

  /** Stops the answer that is on its way; called by any thread. */
  void interrupt() {
    interrupted = true;
    Asking running = asked;
    if (running != null) {
      running.turn().stop();
    }
  }

  boolean interrupted() {
    return interrupted;
  }

  @Override
  public Chat chat() {
    return setup.chat();
  }

  @Override
  public Screen screen() {
    return commands;
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public Attachments attachments() {
    return setup.attachments();
  }

  @Override
  public Symbols symbols() {
    return screen.symbols();
  }

  @Override
  public void answer(Entry question, String model) {
    Asking asking = chat().ask(question, model);
    Entry answer = run(asking, true);
    print(asking, answer == null ? "" : answer.text());
  }

  private @Nullable Entry run(Asking asking, boolean goOn) {
    asked = asking;
    asking.run(_ -> asking.checkpoint());
    Entry answer = asking.finish(goOn);
    GatewayException failure = asking.turn().failure();
    if (failure != null) {
      throw failure;
    }
    return answer;
  }

  private void print(Asking asking, String text) {
    OutputFormat form = output == OutputFormat.STREAM_JSON ? OutputFormat.JSON : output;
    AnswerPrinter printer = AnswerPrinter.of(form, false, chat(), screen);
    printer.start(asking);
    printer.end(asking, text);
  }

  @Override
  public Optional<String> aside(Entry question) {
    Asking asking = chat().ask(question);
    Entry answer = run(asking, false);
    boolean whole = asking.turn().outcome().state() == Outcome.State.COMPLETE;
    return Optional.ofNullable(answer != null && whole ? answer.text() : null);
  }

  @Override
  public void compare(Entry question, List<String> models, boolean blind) {
    new CompareRun(setup, screen, blind).run(question, models, null, output);
  }

  @Override
  public void replay(List<Entry> entries) {
    // a script knows what it said
  }

  @Override
  public Path file(String name) {
    return setup.attachments().resolve(name);
  }

  @Override
  public void prefill(@Nullable String text) {
    // the next line is written already
  }

  @Override
  public void leave() {
    leaving = true;
  }

  boolean leaving() {
    return leaving;
  }
}

package io.llmgw.cli;

import io.llmgw.chat.command.Screen;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What commands of a script print: what was asked for to the output, the rest beside it. */
final class ScriptScreen implements Screen {
  private static final int WIDTH = 80;

  private final ChatScreen screen;
  private final OutputFormat output;

  ScriptScreen(ChatScreen screen, OutputFormat output) {
    this.screen = screen;
    this.output = output;
  }

  @Override
  public void say(String text) {
    if (output == OutputFormat.TEXT) {
      screen.out().println(text);
      screen.out().flush();
    } else {
      JsonObjects.print(screen.out(), json -> json.writeStringProperty("said", text));
    }
  }

  @Override
  public void note(String text) {
    if (screen.footer()) {
      screen.note(text);
    }
  }

  @Override
  public void warn(String text, @Nullable String hint) {
    screen.note("warning: " + text);
  }

  @Override
  public void markdown(String text) {
    say(text);
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public OptionalInt pick(String title, List<Choice> choices) {
    return OptionalInt.empty();
  }

  /** The script is what the user said. */
  @Override
  public boolean confirm(String question) {
    return true;
  }

  /** A signal ends the script, and what it runs. */
  @Override
  public boolean interrupted() {
    return false;
  }

  @Override
  public Optional<String> edit(String text) {
    return Optional.empty();
  }

  @Override
  public void page(String text) {
    say(text);
  }

  @Override
  public String copy(String text) {
    return "nothing was copied: a script has no clipboard";
  }

  @Override
  public Optional<byte[]> paste() {
    return Optional.empty();
  }

  @Override
  public Optional<String> secret(String question) {
    return Optional.empty();
  }

  @Override
  public void clear() {}
}

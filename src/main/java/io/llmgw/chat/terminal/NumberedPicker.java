package io.llmgw.chat.terminal;

import io.llmgw.chat.command.Screen.Choice;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jline.terminal.Terminal;

/** A list to choose one line of by its number, where the cursor cannot be moved. */
final class NumberedPicker {
  private final Terminal terminal;
  private final TerminalScreen screen;
  private final String title;
  private final List<Choice> choices;

  NumberedPicker(Terminal terminal, TerminalScreen screen, String title, List<Choice> choices) {
    this.terminal = terminal;
    this.screen = screen;
    this.title = title;
    this.choices = choices;
  }

  /** The number of the chosen line, from 0; empty when none was chosen. */
  OptionalInt pick() {
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      screen.say("%3d  %s  %s".formatted(i + 1, choice.name(), choice.detail()));
    }
    screen.say(title + ": its number, or an empty line for none");
    try {
      return number(line());
    } catch (IOException gone) {
      return OptionalInt.empty();
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = Keys.next(terminal); c >= 0 && c != '\n' && c != '\r'; ) {
      line.append((char) c);
      c = Keys.next(terminal);
    }
    return line.toString().strip();
  }

  private OptionalInt number(String text) {
    int chosen = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    return chosen >= 1 && chosen <= choices.size()
        ? OptionalInt.of(chosen - 1)
        : OptionalInt.empty();
  }
}

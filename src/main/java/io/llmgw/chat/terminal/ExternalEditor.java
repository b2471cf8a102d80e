package io.llmgw.chat.terminal;

import io.llmgw.chat.ChatException;
import io.llmgw.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/** Lets the user change a text with {@code $VISUAL} or {@code $EDITOR}. */
final class ExternalEditor {
  private final Terminal terminal;
  private final Environment environment;
  private final Attributes usual;

  /**
   * @param usual how the terminal was before the chat
   */
  ExternalEditor(Terminal terminal, Environment environment, Attributes usual) {
    this.terminal = terminal;
    this.environment = environment;
    this.usual = usual;
  }

  /** The changed text; empty when the editor failed. */
  Optional<String> edit(String text) {
    try {
      Path file = Files.createTempFile("llmgw-", ".md");
      try {
        Files.writeString(file, text);
        return run(file) ? Optional.of(Files.readString(file).stripTrailing()) : Optional.empty();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw ChatException.wrong("cannot edit: " + e.getMessage(), "set $EDITOR");
    }
  }

  private String editor() {
    for (String variable : List.of("VISUAL", "EDITOR")) {
      String editor = environment.text(variable);
      if (editor != null) {
        return editor;
      }
    }
    return "vi";
  }

  private boolean run(Path file) throws IOException {
    Attributes now = terminal.getAttributes();
    terminal.setAttributes(usual);
    BracketedPaste.off(terminal);
    try {
      // the variable may hold options; the file's name is an argument of its own
      return new ProcessBuilder("sh", "-c", editor() + " \"$1\"", "sh", file.toString())
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      BracketedPaste.on(terminal);
      terminal.setAttributes(now);
    }
  }
}

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

/** The programs the user has chosen to change and to read texts with. */
final class UserPrograms {
  private final Terminal terminal;
  private final Environment environment;
  private final Attributes usual;

  /**
   * @param usual how the terminal was before the chat
   */
  UserPrograms(Terminal terminal, Environment environment, Attributes usual) {
    this.terminal = terminal;
    this.environment = environment;
    this.usual = usual;
  }

  /** The changed text, by {@code $VISUAL} or {@code $EDITOR}; empty when the editor failed. */
  Optional<String> edit(String text) {
    try {
      String editor = chosen(List.of("VISUAL", "EDITOR"), "vi");
      return inFile(
          text,
          file ->
              run(editor, file)
                  ? Optional.of(Files.readString(file).stripTrailing())
                  : Optional.empty());
    } catch (IOException e) {
      throw ChatException.wrong("cannot edit: " + e.getMessage(), "set $EDITOR");
    }
  }

  /** Whether it was shown, by {@code $PAGER}. */
  boolean page(String text) {
    try {
      return inFile(text, file -> run(chosen(List.of("PAGER"), "less"), file));
    } catch (IOException e) {
      throw ChatException.wrong("cannot show a page: " + e.getMessage(), "set $PAGER");
    }
  }

  private String chosen(List<String> variables, String usual) {
    for (String variable : variables) {
      String program = environment.text(variable);
      if (program != null) {
        return program;
      }
    }
    return usual;
  }

  private interface Step<T> {
    T with(Path file) throws IOException;
  }

  /** Does something with a file that holds the text, and goes afterwards. */
  private static <T> T inFile(String text, Step<T> step) throws IOException {
    Path file = Files.createTempFile("llmgw-", ".md");
    try {
      Files.writeString(file, text);
      return step.with(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private boolean run(String program, Path file) throws IOException {
    Attributes now = terminal.getAttributes();
    terminal.setAttributes(usual);
    BracketedPaste.off(terminal);
    try {
      // the variable may hold options; the file's name is an argument of its own
      return new ProcessBuilder("sh", "-c", program + " \"$1\"", "sh", file.toString())
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

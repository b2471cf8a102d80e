package io.llmgw.chat.terminal;

import io.llmgw.config.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Puts text on the clipboard: with the system's own program, or by asking the terminal, which also
 * works from afar (OSC 52).
 *
 * @see <a href="https://invisible-island.net/xterm/ctlseqs/ctlseqs.html">OSC 52</a>
 */
final class Clipboard {
  private static final List<List<String>> PROGRAMS =
      List.of(
          List.of("pbcopy"),
          List.of("wl-copy"),
          List.of("xclip", "-selection", "clipboard"),
          List.of("xsel", "-b", "-i"),
          List.of("clip.exe"));

  private final Terminal terminal;
  private final Environment environment;

  Clipboard(Terminal terminal, Environment environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  /** Copies; says how. */
  String copy(String text) {
    String size = text.length() + " characters";
    List<String> program = remote() ? null : program();
    if (program != null && run(program, text)) {
      return "copied " + size;
    }
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    String sequence = "\u001b]52;c;" + encoded + "\u0007";
    // tmux passes it on when its option set-clipboard allows it
    terminal.writer().write(sequence);
    terminal.flush();
    return "copied " + size + " through the terminal";
  }

  private boolean remote() {
    return environment.text("SSH_TTY") != null || environment.text("SSH_CONNECTION") != null;
  }

  private @Nullable List<String> program() {
    boolean wayland = environment.text("WAYLAND_DISPLAY") != null;
    boolean x11 = environment.text("DISPLAY") != null;
    for (List<String> program : PROGRAMS) {
      String name = program.getFirst();
      boolean usable = name.equals("wl-copy") ? wayland : !name.startsWith("x") || x11;
      if (usable && isThere(name)) {
        return program;
      }
    }
    return null;
  }

  private boolean isThere(String name) {
    String path = environment.text("PATH");
    if (path != null) {
      for (String folder : path.split(":", -1)) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean run(List<String> program, String text) {
    try {
      Process process =
          new ProcessBuilder(program)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var in = process.getOutputStream()) {
        in.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      // the terminal may do it instead
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

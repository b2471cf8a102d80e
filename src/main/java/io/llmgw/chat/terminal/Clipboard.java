package io.llmgw.chat.terminal;

import io.llmgw.config.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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

  /** What prints the clipboard: an image first, then text. */
  private static final List<List<String>> READERS =
      List.of(
          List.of("pngpaste", "-"),
          List.of("pbpaste"),
          List.of("wl-paste", "--no-newline", "--type", "image/png"),
          List.of("wl-paste", "--no-newline"),
          List.of("xclip", "-selection", "clipboard", "-t", "image/png", "-o"),
          List.of("xclip", "-selection", "clipboard", "-o"),
          List.of("xsel", "-b", "-o"));

  private static final int MOST = 20 << 20;

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
    return PROGRAMS.stream().filter(this::isUsable).findFirst().orElse(null);
  }

  private boolean isUsable(List<String> program) {
    String name = program.getFirst();
    String needed = name.startsWith("wl-") ? "WAYLAND_DISPLAY" : "DISPLAY";
    boolean shown =
        !(name.startsWith("wl-") || name.startsWith("x")) || environment.text(needed) != null;
    return shown && isThere(name);
  }

  /** What is on it; empty when that is nothing, or no program here knows. */
  Optional<byte[]> paste() {
    return READERS.stream()
        .filter(this::isUsable)
        .flatMap(program -> output(program).stream())
        .findFirst();
  }

  private static Optional<byte[]> output(List<String> program) {
    try {
      Process process =
          new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      byte[] bytes;
      try (var in = process.getInputStream()) {
        bytes = in.readNBytes(MOST);
      }
      boolean well = process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0;
      return well && bytes.length > 0 ? Optional.of(bytes) : Optional.empty();
    } catch (IOException _) {
      // another program may know
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
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

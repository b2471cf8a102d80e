package io.llmgw.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A terminal of its own that runs one program. To be closed. */
final class Tmux implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path socket;

  private Tmux(Path socket) {
    this.socket = socket;
  }

  static boolean isThere() {
    try {
      return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Starts the program; when it ended, the screen says {@code exit} and its code.
   *
   * @param folder for the socket
   * @param environment of the program
   * @param command for the shell
   */
  static Tmux start(
      Path folder, int columns, int rows, Map<String, String> environment, String command)
      throws Exception {
    Tmux tmux = new Tmux(folder.resolve("tmux"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-f", "/dev/null", "new-session", "-d", "-x", "" + columns, "-y", "" + rows));
    environment.forEach((name, value) -> {
      arguments.add("-e");
      arguments.add(name + "=" + value);
    });
    arguments.add(command + "; echo exit $?; exec sleep 600");
    tmux.call(arguments.toArray(String[]::new));
    return tmux;
  }

  private String call(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + printed);
    }
    return printed;
  }

  /** Presses keys, by tmux's names. */
  Tmux press(String... keys) throws Exception {
    for (String key : keys) {
      call("send-keys", key);
    }
    return this;
  }

  /** Types text, whatever it is. */
  Tmux type(String text) throws Exception {
    call("send-keys", "-l", text);
    return this;
  }

  /** Types a line and sends it. */
  Tmux send(String line) throws Exception {
    return type(line).press("Enter");
  }

  /** Pastes as a terminal does that brackets pastes. */
  Tmux paste(String text) throws Exception {
    call("set-buffer", text);
    call("paste-buffer", "-p");
    return this;
  }

  Tmux resize(int columns, int rows) throws Exception {
    call("resize-window", "-x", "" + columns, "-y", "" + rows);
    return this;
  }

  /** Everything on the screen and above it; lines that the terminal wrapped are joined. */
  String screen() {
    try {
      return call("capture-pane", "-p", "-J", "-S", "-").stripTrailing();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the text is there. */
  Tmux await(String text) {
    return await(text, 1);
  }

  /** Waits until the text is there so many times. */
  Tmux await(String text, int times) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> screen().split(Pattern.quote(text), -1).length > times);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no '" + text + "' on the screen:\n" + screen(), e);
    }
    return this;
  }

  /** The process that runs in the terminal. */
  ProcessHandle process() throws Exception {
    long shell = Long.parseLong(call("display-message", "-p", "#{pane_pid}").strip());
    return ProcessHandle.of(shell)
        .flatMap(handle ->
            handle.descendants().filter(each -> each.children().findAny().isEmpty()).findFirst())
        .orElseThrow();
  }

  @Override
  public void close() throws Exception {
    call("kill-server");
  }
}

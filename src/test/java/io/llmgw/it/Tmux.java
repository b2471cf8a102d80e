package io.llmgw.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A terminal of its own that runs one program, on a server of its own that reads no one's settings.
 * To be closed.
 *
 * @see <a href="https://man.openbsd.org/tmux">the manual of tmux</a>
 */
final class Tmux implements AutoCloseable {
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("llmgw.patience", 30));

  private static final Pattern ENDED = Pattern.compile("(?m)^exit \\d+$");

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
   * @param folder the program's working directory; the socket is put beside it
   * @param environment all there is of it
   * @param command for the shell
   */
  static Tmux start(
      Path folder, int columns, int rows, Map<String, String> environment, String command) {
    // a name of its own each time: one that was just left may not be free yet
    Tmux tmux = new Tmux(folder.resolveSibling("tmux" + System.nanoTime()));
    String term = environment.getOrDefault("TERM", "screen-256color");
    String run = "trap : INT; TERM=" + term + " " + command + "; echo exit $?; exec sleep 600";
    tmux.call(
        environment,
        folder,
        "-f",
        "/dev/null",
        "start-server",
        ";",
        "set-option",
        "-g",
        "history-limit",
        "50000",
        ";",
        "set-option",
        "-s",
        "set-clipboard",
        "on",
        ";",
        "set-option",
        "-s",
        "escape-time",
        "10",
        ";",
        "new-session",
        "-d",
        "-x",
        "" + columns,
        "-y",
        "" + rows,
        run);
    return tmux;
  }

  private String call(String... arguments) {
    return call(null, null, arguments);
  }

  private String call(Map<String, String> environment, Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (environment != null) {
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.directory(folder.toFile());
    }
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Presses keys, by tmux's names. */
  Tmux press(String... keys) {
    for (String key : keys) {
      call("send-keys", key);
    }
    return this;
  }

  /** Types text, whatever it is. */
  Tmux type(String text) {
    call("send-keys", "-l", "--", text);
    return this;
  }

  /** Types a line and sends it. */
  Tmux send(String line) {
    return type(line).press("Enter");
  }

  /** Pastes as a terminal does that brackets pastes. */
  Tmux paste(String text) {
    call("set-buffer", "--", text);
    call("paste-buffer", "-p");
    return this;
  }

  /** What was put on the clipboard by the terminal's own means. */
  String clipboard() {
    return call("show-buffer");
  }

  Tmux resize(int columns, int rows) {
    call("resize-window", "-x", "" + columns, "-y", "" + rows);
    return this;
  }

  /**
   * Everything on the screen and above it, as the mouse would copy it: lines that the terminal
   * wrapped are joined, those that the program broke are not.
   */
  String screen() {
    String text = call("capture-pane", "-p", "-J", "-S", "-");
    return text.lines().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
  }

  /** The rows that are seen now. */
  List<String> rows() {
    return call("capture-pane", "-p").lines().toList();
  }

  /** Everything, with the sequences that colour it. */
  String colored() {
    return call("capture-pane", "-p", "-e", "-J", "-S", "-").stripTrailing();
  }

  /** Waits until the text is there. */
  Tmux await(String text) {
    return await(text, 1);
  }

  /** Waits until the text is there so many times. */
  Tmux await(String text, int times) {
    return await(
        "'" + text + "' " + times + " times",
        () -> screen().split(Pattern.quote(text), -1).length > times);
  }

  /** Waits until what is seen now is so. */
  Tmux awaitRows(String what, Predicate<List<String>> wanted) {
    return await(what, () -> wanted.test(rows()));
  }

  /** Waits until the last row with anything above the status line begins so. */
  Tmux awaitLast(String start) {
    return awaitRows(
        "a last line '" + start + "'",
        rows ->
            rows.stream()
                .filter(row -> !row.isBlank() && !row.startsWith(" "))
                .reduce((_, last) -> last)
                .orElse("")
                .startsWith(start));
  }

  Tmux await(String what, Callable<Boolean> wanted) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(25))
          .failFast("the program has ended", () -> ENDED.matcher(screen()).find() && !wanted.call())
          .until(wanted);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new AssertionError("no " + what + " on the screen:\n" + screen(), e);
    }
    return this;
  }

  /** The process that runs in the terminal. */
  ProcessHandle process() {
    long shell = Long.parseLong(call("display-message", "-p", "#{pane_pid}").strip());
    return ProcessHandle.of(shell)
        .flatMap(handle ->
            handle.descendants().filter(each -> each.children().findAny().isEmpty()).findFirst())
        .orElseThrow();
  }

  @Override
  public void close() {
    call("kill-server");
  }
}

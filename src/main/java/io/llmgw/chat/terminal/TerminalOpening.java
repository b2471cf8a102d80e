package io.llmgw.chat.terminal;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/**
 * Opens the terminal of this process while the chat is made ready, since either takes a good part
 * of the time until the first prompt. Nothing is read from it, and its modes stay as they are. It
 * remembers them, so nobody may change them before it is {@linkplain #await open}. Thread-safe.
 */
public final class TerminalOpening implements AutoCloseable {
  private static final String LIKELIEST = "xterm-256color";

  private final FutureTask<Terminal> task;

  private TerminalOpening(FutureTask<Terminal> task) {
    this.task = task;
  }

  /**
   * Begins to open it.
   *
   * @param type what {@code $TERM} says; null when it is not set
   */
  public static TerminalOpening begin(@Nullable String type) {
    FutureTask<Terminal> task = new FutureTask<>(() -> open(type));
    Thread.ofPlatform().daemon().name("terminal").start(task);
    return new TerminalOpening(task);
  }

  private static Terminal open(@Nullable String type) throws IOException {
    // Ctrl-C comes as a key; told as a signal as well it would now and then count twice
    System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
    if (type != null) {
      InfoCmp.setLoadedInfoCmp(type, capabilities(type));
    }
    try {
      // only the first way: others are loaded even if not used, which takes a part of the start
      return system().ffm(false).exec(false).dumb(false).build();
    } catch (IOException | IllegalStateException _) {
      // its library cannot be unpacked everywhere
      return system().dumb(true).build();
    }
  }

  /** A program is only asked about terminals that are not known here. */
  private static String capabilities(String type) {
    String known = InfoCmp.getDefaultInfoCmp(type);
    try {
      return known == null ? InfoCmp.getInfoCmp(type) : known;
    } catch (IOException _) {
      // that of another machine, mostly, which this one has never heard of
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Objects.requireNonNull(InfoCmp.getDefaultInfoCmp(LIKELIEST));
  }

  private static TerminalBuilder system() {
    return TerminalBuilder.builder()
        .system(true)
        .devTty(true)
        .graphemeCluster(false)
        .providers("jni,ffm,exec");
  }

  /** Waits until it is open, or cannot be opened. */
  public void await() {
    try {
      Terminal _ = terminal();
    } catch (IOException _) {
      // told to who wants the terminal
    }
  }

  /**
   * Waits for it.
   *
   * @throws IOException when there is none
   */
  Terminal terminal() throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the terminal was opened", e);
    }
  }

  @Override
  public void close() throws IOException {
    try (Terminal _ = terminal()) {
      // closing it is all there is to do
    }
  }
}

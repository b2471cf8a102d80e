package io.llmgw.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls back when the content of one of some files changes, appears or goes away. Looks at the
 * content itself once a second, because the other signs fail where configurations really live:
 * Kubernetes swaps a symbolic link two folders up, editors rename a new file over the old one, bind
 * mounts send no events and keep coarse times.
 *
 * <p>The callback runs on the watcher's own virtual thread, one at a time. Closing waits for
 * nothing.
 */
public final class ConfigWatcher implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** What a writer may take between emptying a file and filling it. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  private static final int MOST_BYTES = 4 << 20;

  private final Runnable onChange;
  private final Duration interval;
  private final Thread thread;
  private volatile List<Path> files;

  private ConfigWatcher(Collection<Path> files, Duration interval, Runnable onChange) {
    this.files = List.copyOf(files);
    this.interval = interval;
    this.onChange = onChange;
    Map<Path, byte[]> first = read(this.files);
    this.thread = Thread.ofVirtual().name("config-watcher").unstarted(() -> watch(first));
  }

  /**
   * Starts to watch; the content at this moment counts as known.
   *
   * @param onChange must not throw; what it throws ends the watch through the thread's uncaught
   *     exception handler
   */
  public static ConfigWatcher start(Collection<Path> files, Runnable onChange) {
    return start(files, INTERVAL, onChange);
  }

  static ConfigWatcher start(Collection<Path> files, Duration interval, Runnable onChange) {
    ConfigWatcher watcher = new ConfigWatcher(files, interval, onChange);
    watcher.thread.start();
    return watcher;
  }

  /** Watches these files from now on; what a reload found to be included, for example. */
  public void watch(Collection<Path> newFiles) {
    files = List.copyOf(newFiles);
  }

  private void watch(Map<Path, byte[]> first) {
    Map<Path, byte[]> known = first;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(interval);
        List<Path> watched = files;
        Map<Path, byte[]> now = read(watched);
        if (differs(known, now, watched)) {
          known = settled(watched, now);
          onChange.run();
        } else {
          known = now;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<Path, byte[]> settled(List<Path> watched, Map<Path, byte[]> seen)
      throws InterruptedException {
    Map<Path, byte[]> before = seen;
    while (true) {
      Thread.sleep(SETTLE);
      Map<Path, byte[]> now = read(watched);
      if (!differs(before, now, watched)) {
        return now;
      }
      before = now;
    }
  }

  /** Whether a file changed; one that was not watched before has not. */
  private static boolean differs(
      Map<Path, byte[]> before, Map<Path, byte[]> now, List<Path> watched) {
    return watched.stream()
        .anyMatch(
            file -> before.containsKey(file) && !Arrays.equals(before.get(file), now.get(file)));
  }

  private static Map<Path, byte[]> read(List<Path> files) {
    Map<Path, byte[]> contents = new HashMap<>();
    for (Path file : files) {
      contents.put(file, read(file));
    }
    return contents;
  }

  /** The content; empty for a file that is not there, or not readable at this moment, or a pipe. */
  private static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

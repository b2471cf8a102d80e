package io.llmgw.chat.command;

import io.llmgw.chat.ChatException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Runs a command of the system's shell. */
final class ShellCommand {
  private static final File NOTHING = new File("/dev/null");
  private static final int MOST_OUTPUT = 1 << 20;

  private ShellCommand() {}

  /**
   * What the command prints, errors too.
   *
   * @param stop asked again and again whether to end it
   */
  static String run(String command, BooleanSupplier stop) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
              .start();
      CompletableFuture<byte[]> printed = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> read(process, printed));
      while (!printed.isDone()) {
        if (stop.getAsBoolean()) {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          throw ChatException.wrong("it was stopped", null);
        }
        pause();
      }
      process.destroy();
      return new String(printed.join(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ChatException.wrong("cannot run it: " + e.getMessage(), null);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void read(Process process, CompletableFuture<byte[]> printed) {
    try (var in = process.getInputStream()) {
      printed.complete(in.readNBytes(MOST_OUTPUT));
    } catch (IOException e) {
      // closed because it was ended
      printed.complete(new byte[0]);
    }
  }
}

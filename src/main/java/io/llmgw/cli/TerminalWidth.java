package io.llmgw.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How many columns the terminal has. */
final class TerminalWidth {
  private static final int USUAL = 80;
  private static final int LEAST = 10;
  private static final File TERMINAL = new File("/dev/tty");

  private TerminalWidth() {}

  /** What {@code $COLUMNS} says, else what the terminal says, else 80. */
  static int of(Surroundings surroundings) {
    String set = surroundings.variable("COLUMNS");
    if (set != null && set.matches("\\d{1,4}")) {
      return Math.max(LEAST, Integer.parseInt(set));
    }
    return surroundings.tty().out() && TERMINAL.canRead() ? asked() : USUAL;
  }

  private static int asked() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
      String[] rowsAndColumns = size.strip().split(" ", -1);
      return ended && size.strip().matches("\\d{1,4} [1-9]\\d{0,3}")
          ? Math.max(LEAST, Integer.parseInt(rowsAndColumns[1]))
          : USUAL;
    } catch (IOException _) {
      // no terminal behind /dev/tty, or no stty
      return USUAL;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }
}

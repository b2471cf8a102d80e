package io.llmgw.cli;

import org.jspecify.annotations.Nullable;

/**
 * Which of the three standard streams is a terminal, and how wide it is.
 *
 * @param columns what a terminal has when nobody can tell, too
 */
record Tty(boolean in, boolean out, boolean err, int columns) {
  private static final int USUAL_COLUMNS = 80;

  static final Tty NONE = new Tty(false, false, false);

  Tty(boolean in, boolean out, boolean err) {
    this(in, out, err, USUAL_COLUMNS);
  }

  /**
   * Reads what the launcher found, which is much faster at that than Java is.
   *
   * @param streams such as {@code 101} for all but a redirected output; null when the program was
   *     started without its launcher: then all or none, as the JDK sees it
   * @param width such as {@code 120}; null or anything else when it could not tell
   */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again: JDK-8351435
  static Tty of(@Nullable String streams, @Nullable String width) {
    boolean told = width != null && width.matches("[1-9]\\d{0,3}");
    int columns = told ? Integer.parseInt(width) : USUAL_COLUMNS;
    if (streams != null && streams.matches("[01]{3}")) {
      return new Tty(
          streams.charAt(0) == '1', streams.charAt(1) == '1', streams.charAt(2) == '1', columns);
    }
    var console = System.console();
    boolean all = console != null && console.isTerminal();
    return new Tty(all, all, all, columns);
  }
}

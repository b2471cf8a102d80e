package io.llmgw.cli;

import org.jspecify.annotations.Nullable;

/** Which of the three standard streams is a terminal. */
record Tty(boolean in, boolean out, boolean err) {
  static final Tty NONE = new Tty(false, false, false);

  /**
   * Reads what the launcher found, such as {@code 101} for all but a redirected output.
   *
   * @param digits null when the program was started without its launcher: then all or none, as the
   *     JDK sees it
   */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again: JDK-8351435
  static Tty of(@Nullable String digits) {
    if (digits != null && digits.matches("[01]{3}")) {
      return new Tty(digits.charAt(0) == '1', digits.charAt(1) == '1', digits.charAt(2) == '1');
    }
    var console = System.console();
    boolean all = console != null && console.isTerminal();
    return new Tty(all, all, all);
  }
}

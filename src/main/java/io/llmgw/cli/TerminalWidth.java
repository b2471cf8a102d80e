package io.llmgw.cli;

/** How many columns may be filled. */
final class TerminalWidth {
  private static final int LEAST = 10;

  private TerminalWidth() {}

  /** What {@code $COLUMNS} says, else what the terminal has. */
  static int of(Surroundings surroundings) {
    String set = surroundings.variable("COLUMNS");
    boolean told = set != null && set.matches("\\d{1,4}");
    return Math.max(LEAST, told ? Integer.parseInt(set) : surroundings.tty().columns());
  }
}

package io.llmgw.cli;

import java.util.Locale;

/** {@code --color}: when to colour what is printed. */
enum ColorMode {
  AUTO,
  ALWAYS,
  NEVER;

  /**
   * Whether to colour one stream. With {@code AUTO}, {@code NO_COLOR} forbids, {@code FORCE_COLOR}
   * demands, and otherwise the stream must be a terminal that knows how.
   *
   * @param terminal whether that stream is a terminal
   */
  boolean colors(Surroundings surroundings, boolean terminal) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> automatic(surroundings, terminal);
    };
  }

  private static boolean automatic(Surroundings surroundings, boolean terminal) {
    if (surroundings.variable("NO_COLOR") != null) {
      return false;
    }
    String force = surroundings.variable("FORCE_COLOR");
    if (force != null) {
      return !force.equals("0");
    }
    return terminal && !"dumb".equals(surroundings.variable("TERM"));
  }

  /** As written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.llmgw.chat.terminal;

import org.jline.terminal.Terminal;

/**
 * A terminal that only prints: its cursor cannot be moved, its keys come by the line, and Ctrl-C is
 * a signal.
 */
final class Dumb {
  private Dumb() {}

  static boolean is(Terminal terminal) {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }
}

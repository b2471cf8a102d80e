package io.llmgw.chat.terminal;

import org.jline.terminal.Terminal;

/**
 * Makes the terminal mark what is pasted, so that its line ends send nothing. On for the whole
 * chat: a paste may come at any moment.
 */
final class BracketedPaste {
  private BracketedPaste() {}

  static void on(Terminal terminal) {
    write(terminal, "\u001b[?2004h");
  }

  static void off(Terminal terminal) {
    write(terminal, "\u001b[?2004l");
  }

  private static void write(Terminal terminal, String sequence) {
    if (!Dumb.is(terminal)) {
      terminal.writer().write(sequence);
      terminal.flush();
    }
  }
}

package io.llmgw.chat.terminal;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * Makes the terminal mark what is pasted, so that its line ends send nothing. On for the whole
 * chat: a paste may come at any moment.
 */
final class BracketedPaste {
  /** Begins a paste, between the start of a control sequence and its tilde. */
  static final String CODE = "200";

  private static final String END = "\u001b[201~";
  private static final long PAUSE_MILLIS = 1_000;

  private BracketedPaste() {}

  /** The paste that has begun, with line feeds at its line ends. */
  static String read(NonBlockingReader reader) throws IOException {
    StringBuilder pasted = new StringBuilder();
    while (pasted.indexOf(END, Math.max(0, pasted.length() - END.length())) < 0) {
      int c = reader.read(PAUSE_MILLIS);
      if (c < 0) {
        break;
      }
      pasted.append((char) c);
    }
    return pasted.toString().replace(END, "").replace("\r\n", "\n").replace('\r', '\n');
  }

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

package io.llmgw.chat.terminal;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/**
 * Keys one by one. Always read with a time limit: when a read without one follows one that has
 * expired, two threads of JLine 4.5 read the same input, and a key may wait until the next one.
 */
final class Keys {
  private static final long LIMIT_MILLIS = 100;

  private Keys() {}

  /** Waits for the next character; -1 when the terminal is gone. */
  static int next(Terminal terminal) throws IOException {
    int c = NonBlockingReader.READ_EXPIRED;
    while (c == NonBlockingReader.READ_EXPIRED) {
      c = terminal.reader().read(LIMIT_MILLIS);
    }
    return c;
  }
}

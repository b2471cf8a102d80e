package io.llmgw.chat.terminal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jline.utils.NonBlockingReader;

/**
 * What is typed while an answer comes: text for the next line, lines to be sent after it, and the
 * wish that it stop. The terminal must be in raw mode. Used by one thread.
 */
final class TypeAhead {
  private static final int ESCAPE = 27;
  private static final int INTERRUPT = 3;
  private static final int TOGGLE_THOUGHTS = 20;

  /** How long the rest of a key may take, on a slow line too. */
  private static final long SEQUENCE_MILLIS = 100;

  private final NonBlockingReader reader;
  private final boolean byLine;
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> sent = new ArrayDeque<>();

  /** What a key asks for besides text. */
  enum Wish {
    NOTHING,
    STOP,
    TOGGLE_THOUGHTS,
    /** The terminal is gone. */
    HANG_UP
  }

  /**
   * @param byLine whether keys come when Enter is pressed, which then is a line feed
   */
  TypeAhead(NonBlockingReader reader, boolean byLine) {
    this.reader = reader;
    this.byLine = byLine;
  }

  /** Waits for a key no longer than that, and takes all that are there. */
  Wish poll(long millis) throws IOException {
    Wish wish = Wish.NOTHING;
    for (int c = reader.read(millis); c != NonBlockingReader.READ_EXPIRED; c = reader.read(1)) {
      Wish one = key(c);
      wish = one == Wish.NOTHING ? wish : one;
      if (c == NonBlockingReader.EOF) {
        return Wish.HANG_UP;
      }
    }
    return wish;
  }

  private Wish key(int c) throws IOException {
    switch (c) {
      case INTERRUPT -> {
        return Wish.STOP;
      }
      case TOGGLE_THOUGHTS -> {
        return Wish.TOGGLE_THOUGHTS;
      }
      case ESCAPE -> {
        return sequence();
      }
      case '\r' -> enter();
      case '\n' -> {
        if (byLine) {
          enter();
        } else {
          text.append('\n');
        }
      }
      case 8, 127 -> erase();
      case 21 -> text.setLength(0);
      default -> {
        if (c >= ' ' || c == '\t') {
          text.append((char) c);
        }
      }
    }
    return Wish.NOTHING;
  }

  private void enter() {
    if (!text.toString().isBlank()) {
      sent.add(text.toString());
    }
    text.setLength(0);
  }

  private void erase() {
    if (!text.isEmpty()) {
      int last = text.codePointBefore(text.length());
      text.setLength(text.length() - Character.charCount(last));
    }
  }

  /** An escape alone stops; a key's sequence is swallowed, and a paste becomes text. */
  private Wish sequence() throws IOException {
    int next = reader.read(SEQUENCE_MILLIS);
    if (next == NonBlockingReader.READ_EXPIRED || next == ESCAPE) {
      return Wish.STOP;
    }
    if (next == '\r') {
      text.append('\n');
    } else if (next == '[' || next == 'O') {
      StringBuilder code = new StringBuilder();
      int c = reader.read(SEQUENCE_MILLIS);
      while (c > 0 && (c < '@' || c > '~')) {
        code.append((char) c);
        c = reader.read(SEQUENCE_MILLIS);
      }
      if (c == '~' && code.toString().equals(BracketedPaste.CODE)) {
        text.append(BracketedPaste.read(reader));
      }
    }
    return Wish.NOTHING;
  }

  /** What the next line begins with. */
  String text() {
    return text.toString();
  }

  /** The next whole line that was typed. */
  Optional<String> nextLine() {
    return Optional.ofNullable(sent.poll());
  }

  /** How many whole lines wait. */
  int waiting() {
    return sent.size();
  }

  /** Puts the lines that wait back to the text, because what they followed was stopped. */
  void recall() {
    StringBuilder all = new StringBuilder();
    sent.forEach(line -> all.append(line).append('\n'));
    sent.clear();
    text.insert(0, all);
  }

  /** Gives the text away, to be typed on. */
  String takeText() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }
}

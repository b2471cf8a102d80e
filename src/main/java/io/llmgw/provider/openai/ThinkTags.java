package io.llmgw.provider.openai;

import java.util.function.Consumer;

/**
 * Tells thinking from answer where a model writes its thinking into the text: between {@code
 * <think>} and {@code </think>} at the very beginning. A tag may come in pieces; one that is never
 * closed leaves nothing but thinking. Not thread-safe.
 */
final class ThinkTags {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private enum State {
    BEFORE,
    // the white space after a tag belongs to the tag
    OPENED,
    INSIDE,
    CLOSED,
    AFTER
  }

  private final Consumer<String> thinking;
  private final Consumer<String> text;
  private final StringBuilder waiting = new StringBuilder();
  private State state = State.BEFORE;

  ThinkTags(Consumer<String> thinking, Consumer<String> text) {
    this.thinking = thinking;
    this.text = text;
  }

  /** Takes the next piece of the content. */
  void piece(String piece) {
    if (state == State.AFTER) {
      text.accept(piece);
      return;
    }
    waiting.append(piece);
    step();
  }

  private void step() {
    switch (state) {
      case BEFORE -> before();
      case OPENED -> opened();
      case INSIDE -> inside();
      case CLOSED -> closed();
      case AFTER -> flush(text, waiting.length());
    }
  }

  private void before() {
    int start = leadingSpace();
    String seen = waiting.substring(start);
    if (seen.startsWith(OPEN)) {
      waiting.delete(0, start + OPEN.length());
      state = State.OPENED;
      opened();
    } else if (!OPEN.startsWith(seen)) {
      state = State.AFTER;
      flush(text, waiting.length());
    }
  }

  private void opened() {
    skip();
    if (!waiting.isEmpty()) {
      state = State.INSIDE;
      inside();
    }
  }

  private void inside() {
    int end = waiting.indexOf(CLOSE);
    if (end < 0) {
      flush(thinking, waiting.length() - beginningOfTag());
      return;
    }
    flush(thinking, end);
    waiting.delete(0, CLOSE.length());
    state = State.CLOSED;
    closed();
  }

  private void closed() {
    skip();
    if (!waiting.isEmpty()) {
      state = State.AFTER;
      flush(text, waiting.length());
    }
  }

  /** How many characters at the end may be the beginning of the closing tag. */
  private int beginningOfTag() {
    for (int length = Math.min(CLOSE.length() - 1, waiting.length()); length > 0; length--) {
      if (CLOSE.startsWith(waiting.substring(waiting.length() - length))) {
        return length;
      }
    }
    return 0;
  }

  private int leadingSpace() {
    int start = 0;
    while (start < waiting.length() && Character.isWhitespace(waiting.charAt(start))) {
      start++;
    }
    return start;
  }

  private void skip() {
    waiting.delete(0, leadingSpace());
  }

  private void flush(Consumer<String> where, int length) {
    if (length > 0) {
      where.accept(waiting.substring(0, length));
      waiting.delete(0, length);
    }
  }

  /** Gives out what was held back, since nothing more will come. */
  void end() {
    flush(state == State.INSIDE ? thinking : text, waiting.length());
  }
}

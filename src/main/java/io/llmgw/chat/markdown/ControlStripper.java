package io.llmgw.chat.markdown;

/**
 * Takes out of a model's text what would command the terminal: control characters other than
 * newline and tab, escape sequences with all they carry, and characters that turn the direction of
 * writing around. Carriage returns become newlines. Remembers where it is between chunks; not safe
 * for use by several threads.
 *
 * <p>The sequences are those of <a
 * href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48</a>.
 * One that carries a string (OSC, DCS, …) and is never ended ends with its line, so that it cannot
 * swallow the rest of an answer.
 */
public final class ControlStripper {
  private static final char ESC = 0x1b;
  private static final char BELL = 0x07;
  private static final char STRING_END = 0x9c;

  private enum State {
    TEXT,
    ESCAPE,
    /** After the first characters of an escape sequence such as {@code ESC ( B}. */
    INTERMEDIATE,
    CONTROL_SEQUENCE,
    STRING,
    /** After an escape within a string: a backslash now ends it. */
    STRING_ESCAPE
  }

  private State state = State.TEXT;
  private boolean afterReturn;

  /** What may be shown of this chunk. */
  public String strip(String chunk) {
    if (state == State.TEXT && !afterReturn && isHarmless(chunk)) {
      return chunk;
    }
    var out = new StringBuilder(chunk.length());
    for (int i = 0; i < chunk.length(); i++) {
      accept(chunk.charAt(i), out);
    }
    return out.toString();
  }

  /** What may be shown of a whole text. */
  static String clean(String text) {
    return isHarmless(text) ? text : new ControlStripper().strip(text);
  }

  private static boolean isHarmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isForbidden(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isForbidden(char c) {
    return (isControl(c) && c != '\n' && c != '\t') || turnsDirection(c);
  }

  private void accept(char c, StringBuilder out) {
    switch (state) {
      case TEXT -> text(c, out);
      case ESCAPE -> escape(c, out);
      case INTERMEDIATE -> intermediate(c, out);
      case CONTROL_SEQUENCE -> controlSequence(c, out);
      case STRING -> string(c, out);
      case STRING_ESCAPE -> {
        state = State.STRING;
        if (c == '\\') {
          state = State.TEXT;
        } else {
          string(c, out);
        }
      }
    }
  }

  private void text(char c, StringBuilder out) {
    state = State.TEXT;
    boolean endsReturn = afterReturn && c == '\n';
    afterReturn = c == '\r';
    if (afterReturn) {
      out.append('\n');
    } else if (isControl(c) && c != '\n' && c != '\t') {
      state = opens(c);
    } else if (!endsReturn && !turnsDirection(c)) {
      out.append(c);
    }
  }

  private static State opens(char control) {
    return switch (control) {
      case ESC -> State.ESCAPE;
      case 0x9b -> State.CONTROL_SEQUENCE;
      case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> State.STRING;
      default -> State.TEXT;
    };
  }

  private void escape(char c, StringBuilder out) {
    if (c == '[') {
      state = State.CONTROL_SEQUENCE;
    } else if ("P]X^_".indexOf(c) >= 0) {
      state = State.STRING;
    } else if (c >= ' ' && c <= '/') {
      state = State.INTERMEDIATE;
    } else if (c > '/' && c < 0x7f) {
      state = State.TEXT;
    } else {
      text(c, out);
    }
  }

  private void intermediate(char c, StringBuilder out) {
    if (c >= '0' && c < 0x7f) {
      state = State.TEXT;
    } else if (c < ' ' || c >= 0x7f) {
      text(c, out);
    }
  }

  private void controlSequence(char c, StringBuilder out) {
    if (c >= '@' && c < 0x7f) {
      state = State.TEXT;
    } else if (c < ' ' || c >= 0x7f) {
      text(c, out);
    }
  }

  private void string(char c, StringBuilder out) {
    if (c == BELL || c == STRING_END) {
      state = State.TEXT;
    } else if (c == ESC) {
      state = State.STRING_ESCAPE;
    } else if (c == '\n' || c == '\r') {
      text(c, out);
    }
  }

  private static boolean isControl(char c) {
    return c < ' ' || (c >= 0x7f && c <= 0x9f);
  }

  private static boolean turnsDirection(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }
}

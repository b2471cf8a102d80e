package io.llmgw.json;

/**
 * Walks over JSON text without building anything, and accepts exactly RFC 8259 down to {@link
 * Json#MAX_DEPTH} (UTF-8 sequences are not checked). Every method takes the position of a token's
 * first byte and returns the position after its last; none looks outside the range.
 */
final class JsonScanner {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int depth;

  JsonScanner(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  int space(int at) {
    int p = at;
    while (p < end && bytes[p] <= ' ') {
      byte b = bytes[p];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return p;
      }
      p++;
    }
    return p;
  }

  boolean has(int at, char wanted) {
    return at < end && bytes[at] == wanted;
  }

  /** The position of a byte that must be there, after optional white space. */
  int expect(int at, char wanted) {
    int p = space(at);
    if (!has(p, wanted)) {
      throw fault(p, "expected '" + wanted + "'");
    }
    return p;
  }

  int value(int at) {
    if (at >= end) {
      throw fault(at, "unexpected end");
    }
    return switch (bytes[at]) {
      case '"' -> string(at);
      case '{' -> object(at);
      case '[' -> array(at);
      case 't' -> literal(at, "true");
      case 'f' -> literal(at, "false");
      case 'n' -> literal(at, "null");
      default -> number(at);
    };
  }

  int string(int at) {
    int p = at + 1;
    while (true) {
      p = ByteSearch.endOfPlainText(bytes, p, end);
      if (p == end) {
        throw fault(end, "unterminated string");
      }
      if (bytes[p] == '"') {
        return p + 1;
      }
      if (bytes[p] != '\\') {
        throw fault(p, "control character in a string");
      }
      p = escape(p + 1);
    }
  }

  private int escape(int at) {
    if (at >= end) {
      throw fault(at, "unterminated string");
    }
    switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        for (int p = at + 1; p < at + 5; p++) {
          if (p >= end || Character.digit(bytes[p], 16) < 0) {
            throw fault(p, "broken \\u escape");
          }
        }
        return at + 5;
      }
      default -> throw fault(at, "unknown escape");
    }
  }

  private int object(int at) {
    int p = enter(at);
    if (has(p, '}')) {
      return leave(p);
    }
    while (true) {
      int name = expect(p, '"');
      int value = space(expect(string(name), ':') + 1);
      p = space(value(value));
      if (!has(p, ',')) {
        return leave(expect(p, '}'));
      }
      p++;
    }
  }

  private int array(int at) {
    int p = enter(at);
    if (has(p, ']')) {
      return leave(p);
    }
    while (true) {
      p = space(value(space(p)));
      if (!has(p, ',')) {
        return leave(expect(p, ']'));
      }
      p++;
    }
  }

  /** Steps over an opening bracket and white space. */
  int enter(int at) {
    if (++depth > Json.MAX_DEPTH) {
      throw fault(at, "nested deeper than " + Json.MAX_DEPTH + " levels");
    }
    return space(at + 1);
  }

  private int leave(int at) {
    depth--;
    return at + 1;
  }

  private int literal(int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || bytes[at + i] != word.charAt(i)) {
        throw fault(at, "expected a JSON value");
      }
    }
    return at + word.length();
  }

  private int number(int at) {
    int p = has(at, '-') ? at + 1 : at;
    p = has(p, '0') ? p + 1 : digits(p);
    if (has(p, '.')) {
      p = digits(p + 1);
    }
    if (has(p, 'e') || has(p, 'E')) {
      p++;
      p = digits(has(p, '+') || has(p, '-') ? p + 1 : p);
    }
    return p;
  }

  private int digits(int at) {
    int p = at;
    while (p < end && bytes[p] >= '0' && bytes[p] <= '9') {
      p++;
    }
    if (p == at) {
      throw fault(at, "expected a JSON value");
    }
    return p;
  }

  JsonSyntaxException fault(int at, String message) {
    return new JsonSyntaxException(message, Math.min(at, end) - start);
  }
}

package io.llmgw.json;

import java.nio.charset.StandardCharsets;

/** Reads the text of JSON strings that {@link JsonScanner} has found to be right. */
final class JsonText {
  private static final int HEX = 16;

  private JsonText() {}

  /**
   * The text that the inside of a string stands for. Broken UTF-8 is replaced, half a surrogate
   * pair that is escaped stays one.
   */
  static String unescaped(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    int p = from;
    while (p < to) {
      if (bytes[p] != '\\') {
        p++;
        continue;
      }
      text.append(new String(bytes, plain, p - plain, StandardCharsets.UTF_8));
      text.append(character(bytes, p + 1));
      p += bytes[p + 1] == 'u' ? 6 : 2;
      plain = p;
    }
    return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8)).toString();
  }

  private static char character(byte[] bytes, int at) {
    return switch (bytes[at]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit(bytes, at + 1);
      default -> (char) bytes[at];
    };
  }

  private static char unit(byte[] bytes, int at) {
    int unit = 0;
    for (int p = at; p < at + 4; p++) {
      unit = unit * HEX + Character.digit(bytes[p], HEX);
    }
    return (char) unit;
  }
}

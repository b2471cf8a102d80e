package io.llmgw.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Writes trees as the mapper would, byte for byte, without the mapper's preparations for values of
 * any kind; what is not common in a request or an answer is left to the mapper. For one tree. Not
 * thread-safe.
 */
final class TreeWriter {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  // what follows the backslash; 0 where a character stands for itself, 'u' where only its number
  // may
  private static final byte[] ESCAPES = new byte[128];

  static {
    for (int c = 0; c < ' '; c++) {
      ESCAPES[c] = 'u';
    }
    ESCAPES['\b'] = 'b';
    ESCAPES['\f'] = 'f';
    ESCAPES['\n'] = 'n';
    ESCAPES['\r'] = 'r';
    ESCAPES['\t'] = 't';
    ESCAPES['"'] = '"';
    ESCAPES['\\'] = '\\';
  }

  private static final int SHORT = 32;

  private final Bytes out = new Bytes(2048);
  private final Function<JsonNode, byte[]> mapper;

  /**
   * A writer that has written nothing yet.
   *
   * @param mapper writes the values that are left to it
   */
  TreeWriter(Function<JsonNode, byte[]> mapper) {
    this.mapper = mapper;
  }

  byte[] write(JsonNode tree) {
    value(tree);
    return out.toByteArray();
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case STRING -> string(node.stringValue());
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case BOOLEAN -> out.appendAscii(node.booleanValue() ? "true" : "false");
      case NULL -> out.appendAscii("null");
      case NUMBER -> number(node);
      case BINARY, MISSING, POJO -> out.append(mapper.apply(node));
    }
  }

  private void number(JsonNode node) {
    switch (node.numberValue()) {
      case Integer whole -> out.appendAscii(whole.toString());
      case Long whole -> out.appendAscii(whole.toString());
      case Double real when Double.isFinite(real) -> out.appendAscii(real.toString());
      case BigDecimal real -> out.appendAscii(real.toString());
      default -> out.append(mapper.apply(node));
    }
  }

  private void object(JsonNode node) {
    char before = '{';
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      out.write(before);
      string(member.getKey());
      out.write(':');
      value(member.getValue());
      before = ',';
    }
    if (before == '{') {
      out.write('{');
    }
    out.write('}');
  }

  private void array(JsonNode node) {
    out.write('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      value(node.get(i));
    }
    out.write(']');
  }

  private void string(String text) {
    if (isShortAndPlain(text)) {
      out.write('"');
      out.appendAscii(text).write('"');
      return;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    // half a surrogate pair is encoded as one byte, too
    if (encoded.length == text.length()
        && new String(encoded, StandardCharsets.ISO_8859_1).equals(text)) {
      ascii(encoded);
    } else {
      unicode(text);
    }
  }

  /** As most names and values are. */
  private static boolean isShortAndPlain(String text) {
    if (text.length() > SHORT) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ESCAPES.length || ESCAPES[c] != 0) {
        return false;
      }
    }
    return true;
  }

  private void ascii(byte[] text) {
    out.write('"');
    int end = ByteSearch.endOfPlainText(text, 0, text.length);
    int run = 0;
    while (end < text.length) {
      out.append(text, run, end - run);
      escape((char) text[end]);
      run = end + 1;
      end = ByteSearch.endOfPlainText(text, run, text.length);
    }
    out.append(text, run, end - run).write('"');
  }

  private void unicode(String text) {
    out.write('"');
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ESCAPES.length ? ESCAPES[c] == 0 : !Character.isSurrogate(c)) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        i++;
        continue;
      }
      out.append(text.substring(run, i));
      escape(c);
      run = i + 1;
    }
    out.append(text.substring(run)).write('"');
  }

  private void escape(char c) {
    byte after = c < ESCAPES.length ? ESCAPES[c] : (byte) 'u';
    out.write('\\');
    out.write(after);
    if (after == 'u') {
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.write(HEX[c >> shift & 0xf]);
      }
    }
  }
}

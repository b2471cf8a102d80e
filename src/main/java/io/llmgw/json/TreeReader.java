package io.llmgw.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a tree of a value that {@link JsonScanner} has found to be right: the tree the mapper would
 * make, without the mapper's preparations, which take longer than a small value. Not thread-safe.
 */
final class TreeReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  // a whole number of so many characters fits into a long, another one is short
  private static final int SURELY_LONG = 18;
  private static final int LONGEST_NAME = 1024;
  private static final char REPLACEMENT = '\ufffd';

  private final byte[] bytes;
  private final int end;
  private final JsonScanner scanner;
  private int at;
  private boolean doubtful;

  private TreeReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.end = to;
    this.scanner = new JsonScanner(bytes, from, to);
    this.at = from;
  }

  /**
   * The value in that range, which may be surrounded by white space, as a tree; null where the
   * mapper has to look, also when it is no JSON.
   */
  static @Nullable JsonNode checked(byte[] bytes, int from, int to) {
    JsonScanner scanner = new JsonScanner(bytes, from, to);
    int start = scanner.space(from);
    try {
      int end = scanner.value(start);
      return scanner.space(end) == to ? read(bytes, start, end) : null;
    } catch (JsonSyntaxException _) {
      // the mapper says it better
      return null;
    }
  }

  /**
   * The value in that range as a tree, or null where the mapper has to look: at a name that occurs
   * twice or is escaped, at text that may be broken UTF-8, at an unusual number.
   */
  static @Nullable JsonNode read(byte[] bytes, int from, int to) {
    TreeReader reader = new TreeReader(bytes, from, to);
    JsonNode tree = reader.value();
    return reader.doubtful ? null : tree;
  }

  private JsonNode value() {
    return switch (bytes[at]) {
      case '"' -> NODES.stringNode(string());
      case '{' -> object();
      case '[' -> array();
      case 't' -> literal(NODES.booleanNode(true), 4);
      case 'f' -> literal(NODES.booleanNode(false), 5);
      case 'n' -> literal(NODES.nullNode(), 4);
      default -> number();
    };
  }

  private JsonNode object() {
    ObjectNode object = NODES.objectNode();
    at = scanner.space(at + 1);
    while (bytes[at] != '}' && !doubtful) {
      int from = at + 1;
      String name = string();
      boolean escaped = ByteSearch.endOfPlainText(bytes, from, at) < at - 1;
      at = scanner.space(scanner.space(at) + 1);
      JsonNode before = object.replace(name, value());
      doubtful |= before != null || escaped || name.length() > LONGEST_NAME;
      next();
    }
    at++;
    return object;
  }

  private JsonNode array() {
    ArrayNode array = NODES.arrayNode();
    at = scanner.space(at + 1);
    while (bytes[at] != ']' && !doubtful) {
      array.add(value());
      next();
    }
    at++;
    return array;
  }

  /** Steps over a comma and white space, to the next element or the closing bracket. */
  private void next() {
    at = scanner.space(at);
    if (bytes[at] == ',') {
      at = scanner.space(at + 1);
    }
  }

  private JsonNode literal(JsonNode node, int length) {
    at += length;
    return node;
  }

  private String string() {
    int from = at + 1;
    int plain = ByteSearch.endOfPlainText(bytes, from, end);
    at = bytes[plain] == '"' ? plain + 1 : scanner.string(at);
    String text =
        at == plain + 1
            ? new String(bytes, from, plain - from, StandardCharsets.UTF_8)
            : JsonText.unescaped(bytes, from, at - 1);
    doubtful |= text.indexOf(REPLACEMENT) >= 0;
    return text;
  }

  private JsonNode number() {
    int from = at;
    at = scanner.value(at);
    boolean whole = true;
    for (int p = bytes[from] == '-' ? from + 1 : from; p < at; p++) {
      doubtful |= bytes[p] == 'e' || bytes[p] == 'E';
      whole &= bytes[p] != '.';
    }
    doubtful |= at - from > SURELY_LONG;
    if (doubtful) {
      return NODES.nullNode();
    }
    String text = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
    if (!whole) {
      return NODES.numberNode(new BigDecimal(text));
    }
    long value = Long.parseLong(text);
    return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }
}

package io.llmgw.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the members of one JSON object lie in its bytes. The document is checked to the end, strictly, but nothing is
 * decoded until it is asked for; this is what lets a body go through the gateway without becoming a tree. Members are
 * numbered from 0 in document order; -1 stands for one that is not there. Can be read again for another document;
 * not thread-safe while it is.
 */
public final class JsonObjectIndex {
  private static final int MAX_MEMBERS = 512;
  private static final byte[] NO_BYTES = new byte[0];

  private byte[] bytes = NO_BYTES;
  private int start;
  private int end;
  private int size;
  // four for each member: name without quotes (start, end), value (start, end)
  private int[] spans = new int[4 * 16];

  public static JsonObjectIndex of(byte[] document) {
    return new JsonObjectIndex().read(document, 0, document.length);
  }

  /**
   * Indexes the object in that range, which may only be surrounded by white space.
   *
   * @throws JsonSyntaxException when the range is not one JSON object, or a member name occurs twice
   */
  public JsonObjectIndex read(byte[] document, int from, int length) {
    bytes = document;
    size = 0;
    JsonScanner scanner = new JsonScanner(document, from, from + length);
    start = scanner.expect(from, '{');
    end = members(scanner, start + 1);
    int rest = scanner.space(end);
    if (rest != from + length) {
      throw scanner.fault(rest, "text after the end");
    }
    return this;
  }

  private int members(JsonScanner scanner, int at) {
    int p = scanner.space(at);
    if (p < bytes.length && bytes[p] == '}') {
      return p + 1;
    }
    while (true) {
      int name = scanner.expect(p, '"');
      int nameEnd = scanner.string(name);
      int value = scanner.space(scanner.expect(nameEnd, ':') + 1);
      int valueEnd = scanner.value(value);
      add(scanner, name + 1, nameEnd - 1, value, valueEnd);
      p = scanner.space(valueEnd);
      if (p < bytes.length && bytes[p] == ',') {
        p++;
      } else {
        return scanner.expect(p, '}') + 1;
      }
    }
  }

  private void add(JsonScanner scanner, int name, int nameEnd, int value, int valueEnd) {
    if (size == MAX_MEMBERS) {
      throw scanner.fault(name, "too many members");
    }
    for (int i = 0; i < size; i++) {
      if (Arrays.equals(bytes, nameStart(i), nameEnd(i), bytes, name, nameEnd)) {
        throw scanner.fault(name, "member '" + string(name, nameEnd) + "' occurs twice");
      }
    }
    if (4 * size == spans.length) {
      spans = Arrays.copyOf(spans, spans.length * 2);
    }
    int at = 4 * size++;
    spans[at] = name;
    spans[at + 1] = nameEnd;
    spans[at + 2] = value;
    spans[at + 3] = valueEnd;
  }

  /** The number of members. */
  public int size() {
    return size;
  }

  /** The member of that (ASCII) name, or -1. A name written with escapes is found too. */
  public int find(String name) {
    for (int i = 0; i < size; i++) {
      if (named(i, name)) {
        return i;
      }
    }
    return -1;
  }

  public boolean has(String name) {
    return find(name) >= 0;
  }

  private boolean named(int member, String name) {
    int from = nameStart(member);
    int length = nameEnd(member) - from;
    if (length != name.length()) {
      return length > name.length() && escaped(member) && name.equals(name(member));
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean escaped(int member) {
    for (int p = nameStart(member); p < nameEnd(member); p++) {
      if (bytes[p] == '\\') {
        return true;
      }
    }
    return false;
  }

  public String name(int member) {
    return string(nameStart(member), nameEnd(member));
  }

  /** The first byte of the value, which tells its type; 0 for member -1. */
  public byte type(int member) {
    return member < 0 ? 0 : bytes[valueStart(member)];
  }

  public boolean isNull(int member) {
    return type(member) == 'n';
  }

  /** Whether the member is there and not null. */
  public boolean isSet(int member) {
    return member >= 0 && type(member) != 'n';
  }

  public boolean isTrue(int member) {
    return type(member) == 't';
  }

  /** Whether the value is an empty array or object. */
  public boolean isEmpty(int member) {
    byte open = type(member);
    if (open != '[' && open != '{') {
      return false;
    }
    int inside = new JsonScanner(bytes, start, end).space(valueStart(member) + 1);
    return bytes[inside] == ']' || bytes[inside] == '}';
  }

  /** The value if it is a string, else null. */
  public @Nullable String text(int member) {
    return type(member) == '"' ? string(valueStart(member) + 1, valueEnd(member) - 1) : null;
  }

  /** The value if it is a string, else null. */
  public @Nullable String text(String name) {
    return text(find(name));
  }

  /** Whether the value is the string of these (ASCII, unescaped) characters. */
  public boolean textEquals(int member, String wanted) {
    if (type(member) != '"' || valueEnd(member) - valueStart(member) - 2 != wanted.length()) {
      return false;
    }
    int from = valueStart(member) + 1;
    for (int i = 0; i < wanted.length(); i++) {
      if (bytes[from + i] != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Walks over the elements of an array: the position of the first element that begins at or after {@code from}, or -1
   * when there is none. Start with {@code valueStart(member) + 1} and go on with the previous element's end.
   */
  public int nextElement(int from) {
    JsonScanner scanner = new JsonScanner(bytes, start, end);
    int p = scanner.space(from);
    if (bytes[p] == ',') {
      p = scanner.space(p + 1);
    }
    return bytes[p] == ']' ? -1 : p;
  }

  /** The position after the element that begins there. */
  public int elementEnd(int element) {
    return new JsonScanner(bytes, start, end).value(element);
  }

  /** The value as a whole number, or that number when it is none. */
  public long number(int member, long otherwise) {
    if (member < 0) {
      return otherwise;
    }
    long value = 0;
    for (int p = valueStart(member); p < valueEnd(member); p++) {
      byte digit = bytes[p];
      if (digit < '0' || digit > '9' || value > Long.MAX_VALUE / 10 - 10) {
        return otherwise;
      }
      value = value * 10 + digit - '0';
    }
    return value;
  }

  /** The value as a tree. */
  public JsonNode tree(int member) {
    return Json.MAPPER.readTree(bytes, valueStart(member), valueEnd(member) - valueStart(member));
  }

  /** The whole object as a tree. */
  public JsonNode tree() {
    return Json.MAPPER.readTree(bytes, start, end - start);
  }

  /** The array the document lies in; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the object's opening brace lies. */
  public int start() {
    return start;
  }

  /** The position after the object's closing brace. */
  public int end() {
    return end;
  }

  public int nameStart(int member) {
    return spans[4 * member];
  }

  public int nameEnd(int member) {
    return spans[4 * member + 1];
  }

  public int valueStart(int member) {
    return spans[4 * member + 2];
  }

  public int valueEnd(int member) {
    return spans[4 * member + 3];
  }

  private String string(int from, int to) {
    for (int p = from; p < to; p++) {
      if (bytes[p] == '\\') {
        return Json.MAPPER.readValue(bytes, from - 1, to - from + 2, String.class);
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}

package io.llmgw.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the members of one JSON object lie in its bytes. The document is checked to the end,
 * strictly, but nothing is decoded until it is asked for; this is what lets a body go through the
 * gateway without becoming a tree. Members are numbered from 0 in document order; -1 stands for one
 * that is not there. Can be read again for another document; not thread-safe while it is, and of no
 * use after a reading that failed.
 */
public final class JsonObjectIndex {
  private static final int MAX_MEMBERS = 512;
  private static final int LONGEST_NAME_SHOWN = 64;
  // a character of a name takes at most the six bytes of its escape
  private static final int MAX_BYTES_PER_CHAR = 6;
  private static final byte[] NO_BYTES = new byte[0];

  private byte[] bytes = NO_BYTES;
  private int origin;
  private int start;
  private int end;
  private int size;
  // four for each member: name without quotes (start, end), value (start, end)
  private int[] spans = new int[4 * 16];
  // whether every name is written as its ASCII characters
  private boolean plainNames;

  public static JsonObjectIndex of(byte[] document) {
    return new JsonObjectIndex().read(document, 0, document.length);
  }

  /**
   * Indexes the object in that range, which may only be surrounded by white space.
   *
   * @throws JsonSyntaxException when the range is not one JSON object, or one of its member names
   *     occurs twice, however written, or is no UTF-8
   */
  public JsonObjectIndex read(byte[] document, int from, int length) {
    Objects.checkFromIndexSize(from, length, document.length);
    bytes = document;
    origin = from;
    size = 0;
    plainNames = true;
    JsonScanner scanner = new JsonScanner(document, from, from + length);
    start = scanner.expect(from, '{');
    end = members(scanner);
    int rest = scanner.space(end);
    if (rest != from + length) {
      throw scanner.fault(rest, "text after the end");
    }
    if (!plainNames) {
      rejectDoubtfulNames(scanner);
    }
    return this;
  }

  private int members(JsonScanner scanner) {
    int p = scanner.enter(start);
    if (scanner.has(p, '}')) {
      return p + 1;
    }
    while (true) {
      int name = scanner.expect(p, '"');
      int nameEnd = scanner.string(name);
      int value = scanner.space(scanner.expect(nameEnd, ':') + 1);
      int valueEnd = scanner.value(value);
      add(scanner, name + 1, nameEnd - 1, value, valueEnd);
      p = scanner.space(valueEnd);
      if (!scanner.has(p, ',')) {
        return scanner.expect(p, '}') + 1;
      }
      p++;
    }
  }

  private void add(JsonScanner scanner, int name, int nameEnd, int value, int valueEnd) {
    if (size == MAX_MEMBERS) {
      throw scanner.fault(name, "more than " + MAX_MEMBERS + " members");
    }
    for (int i = 0; i < size; i++) {
      if (Arrays.equals(bytes, nameStart(i), nameEnd(i), bytes, name, nameEnd)) {
        throw twice(scanner, name, nameEnd);
      }
    }
    plainNames = plainNames && plain(name, nameEnd);
    if (4 * size == spans.length) {
      spans = Arrays.copyOf(spans, spans.length * 2);
    }
    int at = 4 * size++;
    spans[at] = name;
    spans[at + 1] = nameEnd;
    spans[at + 2] = value;
    spans[at + 3] = valueEnd;
  }

  private boolean plain(int from, int to) {
    for (int p = from; p < to; p++) {
      if (bytes[p] < 0 || bytes[p] == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Two readers that take a different one of the two could be played against each other. */
  private void rejectDoubtfulNames(JsonScanner scanner) {
    Set<String> names = HashSet.newHashSet(size);
    for (int i = 0; i < size; i++) {
      requireUtf8(scanner, nameStart(i), nameEnd(i));
      if (!names.add(name(i))) {
        throw twice(scanner, nameStart(i), nameEnd(i));
      }
    }
  }

  /** The mapper makes other characters of broken UTF-8 than anybody else. */
  private void requireUtf8(JsonScanner scanner, int from, int to) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    } catch (CharacterCodingException broken) {
      JsonSyntaxException fault = scanner.fault(from, "broken UTF-8 in a member's name");
      fault.initCause(broken);
      throw fault;
    }
  }

  private JsonSyntaxException twice(JsonScanner scanner, int name, int nameEnd) {
    String text = string(name, nameEnd);
    String shown =
        text.length() > LONGEST_NAME_SHOWN ? text.substring(0, LONGEST_NAME_SHOWN) + "…" : text;
    return scanner.fault(name, "member '" + shown + "' occurs twice");
  }

  /** The number of members. */
  public int size() {
    return size;
  }

  /** The member of that name, however written, or -1. */
  public int find(String name) {
    for (int i = 0; i < size; i++) {
      if (same(nameStart(i), nameEnd(i), name, !plainNames)) {
        return i;
      }
    }
    return -1;
  }

  public boolean has(String name) {
    return find(name) >= 0;
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

  /** Whether the value is that string, however written. */
  public boolean textEquals(int member, String wanted) {
    return type(member) == '"' && same(valueStart(member) + 1, valueEnd(member) - 1, wanted, true);
  }

  /**
   * Walks over the elements of an array: the position of the first element that begins at or after
   * {@code from}, or -1 when there is none. Start with {@code valueStart(member) + 1} and go on
   * with the previous element's end.
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

  /**
   * The value as a tree.
   *
   * @throws JsonSyntaxException for what only shows in a tree: a name that occurs twice in an inner
   *     object, a number of more than a thousand digits or with a huge exponent, broken UTF-8, half
   *     a surrogate pair in a name
   */
  public JsonNode tree(int member) {
    return tree(valueStart(member), valueEnd(member));
  }

  /**
   * The whole object as a tree.
   *
   * @throws JsonSyntaxException as for {@link #tree(int)}
   */
  public JsonNode tree() {
    return tree(start, end);
  }

  private JsonNode tree(int from, int to) {
    try {
      JsonNode tree = TreeReader.read(bytes, from, to);
      return tree == null ? Json.doubtful(bytes, from, to - from) : tree;
    } catch (JacksonException e) {
      throw noTree(e.getOriginalMessage(), from, e);
    }
  }

  private JsonSyntaxException noTree(String message, int from, RuntimeException cause) {
    var fault = new JsonSyntaxException(message + " in the value", from - origin);
    fault.initCause(cause);
    return fault;
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

  /** Whether the inside of a string is that text; it is only decoded where it may have to be. */
  private boolean same(int from, int to, String text, boolean decode) {
    int length = to - from;
    if (length != text.length()) {
      return decode
          && length > text.length()
          && length <= (long) MAX_BYTES_PER_CHAR * text.length()
          && !plain(from, to)
          && text.equals(string(from, to));
    }
    for (int i = 0; i < length; i++) {
      byte b = bytes[from + i];
      if (b != text.charAt(i) || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private String string(int from, int to) {
    for (int p = from; p < to; p++) {
      if (bytes[p] == '\\') {
        return JsonText.unescaped(bytes, from, to);
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}

package io.llmgw.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key of the table of known keys.
 *
 * @param name may end in {@code *}
 * @param min smallest whole number
 * @param max largest whole number
 * @param detail the section of {@link Type#SECTION} and {@link Type#SECTIONS}; empty for a free one
 * @param choices the words of {@link Type#ONE_OF}
 * @param standard the default as one would write it; null when there is none
 */
record Key(
    String name,
    Type type,
    long min,
    long max,
    String detail,
    List<String> choices,
    @Nullable String standard,
    boolean required,
    Status status,
    String sentence) {

  /** The kinds of values. */
  enum Type {
    STRING,
    SECRET,
    INTEGER,
    NUMBER,
    BOOLEAN,
    DURATION,
    TIMEOUT,
    STRINGS,
    HEADERS,
    MAP,
    SECTION,
    SECTIONS,
    ANY,
    ONE_OF;

    static Type of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** What happens to the key. */
  enum Status {
    SUPPORTED,
    REQUEST,
    NOT_YET,
    LITELLM_ONLY;

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Reads one line of the table. */
  static Key parse(String line) {
    List<String> columns = ResourceText.columns(line, 4);
    String type = columns.get(1);
    boolean required = type.endsWith(" !");
    if (required) {
      type = type.substring(0, type.length() - 2);
    }
    int equals = type.indexOf(" = ");
    String standard = equals < 0 ? null : type.substring(equals + 3);
    String[] words = (equals < 0 ? type : type.substring(0, equals)).split(" ", 2);
    Type kind = Type.of(words[0]);
    String detail = words.length > 1 ? words[1] : "";
    int dots = detail.indexOf("..");
    return new Key(
        columns.getFirst(),
        kind,
        dots < 0 ? Long.MIN_VALUE : Long.parseLong(detail.substring(0, dots)),
        dots < 0 ? Long.MAX_VALUE : Long.parseLong(detail.substring(dots + 2)),
        detail,
        kind == Type.ONE_OF ? List.of(detail.split(",")) : List.of(),
        standard,
        required,
        Status.of(columns.get(2)),
        columns.get(3));
  }

  boolean isPattern() {
    return name.endsWith("*");
  }

  boolean matches(String word) {
    return isPattern() ? word.startsWith(name.substring(0, name.length() - 1)) : word.equals(name);
  }

  boolean has(Status wanted) {
    return status == wanted;
  }
}

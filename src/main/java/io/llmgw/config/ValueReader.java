package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns written values into the type their key has, or says why that cannot be. */
final class ValueReader {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern SHELL_VARIABLE =
      Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)}?");

  /** Stands for a value whose problem was told in better words. */
  private static final Object REPORTED = new Object();

  private final Problems problems;

  ValueReader(Problems problems) {
    this.problems = problems;
  }

  /** The value, or null after its problem was reported. */
  @Nullable Object read(Key key, String path, ConfigNode node) {
    Object value =
        switch (key.type()) {
          case MAP -> node instanceof Mapping mapping ? members(mapping) : null;
          case SECTION -> node instanceof Mapping ? node : null;
          case SECTIONS -> node instanceof Sequence ? node : null;
          case ANY -> plain(node);
          case HEADERS -> node instanceof Mapping mapping ? headers(path, mapping) : null;
          case STRINGS -> strings(node);
          case STRING, SECRET, INTEGER, NUMBER, BOOLEAN, DURATION, TIMEOUT, ONE_OF ->
              node instanceof Scalar scalar ? scalar(key, path, scalar) : null;
        };
    if (value == null) {
      String found = key.type() == Key.Type.SECRET ? "this" : node.shape();
      problems.error(
          "`%s` takes %s, not %s".formatted(path, expected(key), found),
          hint(key, node),
          node.position());
    }
    return REPORTED.equals(value) ? null : value;
  }

  private @Nullable Object scalar(Key key, String path, Scalar scalar) {
    String text = scalar.text().strip();
    return switch (key.type()) {
      case STRING -> scalar.text();
      case SECRET -> secret(path, scalar);
      case INTEGER -> whole(key, text);
      case NUMBER -> number(text);
      case BOOLEAN -> truth(text);
      case DURATION -> Durations.parse(text);
      case TIMEOUT -> {
        Duration duration = Durations.parse(text);
        yield duration == null || duration.isZero() ? null : duration;
      }
      case ONE_OF -> key.choices().contains(text) ? text : null;
      case STRINGS, HEADERS, MAP, SECTION, SECTIONS, ANY -> null;
    };
  }

  /** What a word says; null when it is no truth value. */
  static @Nullable Boolean truth(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (TRUE.contains(word)) {
      return Boolean.TRUE;
    }
    return FALSE.contains(word) ? Boolean.FALSE : null;
  }

  private Object secret(String path, Scalar scalar) {
    String text = scalar.text().strip();
    var variable = SHELL_VARIABLE.matcher(text);
    if (scalar.variable() == null && variable.matches()) {
      problems.error(
          "`%s` is the text `%s`, not the variable's value".formatted(path, text),
          "write `os.environ/%s`".formatted(variable.group(1)),
          scalar.position());
      return REPORTED;
    }
    if (!VISIBLE.matcher(text).matches()) {
      problems.error(
          "`%s` holds a character that no key can have".formatted(path),
          "look for blanks, line ends, typographic quotes and non-Latin letters",
          scalar.position());
      return REPORTED;
    }
    return new Secret(text);
  }

  private static @Nullable Long whole(Key key, String text) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    long value = Long.parseLong(text);
    return value >= key.min() && value <= key.max() ? value : null;
  }

  private static @Nullable Double number(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && Double.isFinite(value) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A list of texts, or one; a variable holds them separated by commas. */
  private static @Nullable List<String> strings(ConfigNode node) {
    return switch (node) {
      case Mapping _ -> null;
      case Scalar scalar when scalar.variable() != null ->
          Stream.of(scalar.text().split(","))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .toList();
      case Scalar scalar -> List.of(scalar.text());
      case Sequence sequence -> {
        List<String> texts = new ArrayList<>();
        for (ConfigNode item : sequence.items()) {
          if (!(item instanceof Scalar scalar) || scalar.value() == null) {
            yield null;
          }
          texts.add(scalar.text());
        }
        yield List.copyOf(texts);
      }
    };
  }

  private Object headers(String path, Mapping mapping) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      if (!HEADER_NAME.matcher(entry.key()).matches()) {
        problems.error(
            "`%s` is not a header's name".formatted(entry.key()), null, entry.keyPosition());
      } else if (!(entry.value() instanceof Scalar scalar)
          || !HEADER_VALUE.matcher(scalar.text()).matches()) {
        problems.error(
            "`%s.%s` takes one line of plain text".formatted(path, entry.key()),
            null,
            entry.value().position());
      } else if (!leaveOut(scalar)) {
        headers.put(entry.key(), scalar.text());
      }
    }
    return headers;
  }

  private Map<String, Object> members(Mapping mapping) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      Object value = plain(entry.value());
      if (value != null) {
        members.put(entry.key(), value);
      }
    }
    return members;
  }

  /** Maps, lists and values of the JDK; null for nothing, which maps and lists leave out. */
  @Nullable Object plain(ConfigNode node) {
    return switch (node) {
      case Mapping mapping -> members(mapping);
      case Sequence sequence -> {
        List<Object> items = new ArrayList<>();
        for (ConfigNode item : sequence.items()) {
          Object value = plain(item);
          if (value != null) {
            items.add(value);
          }
        }
        yield items;
      }
      case Scalar scalar -> leaveOut(scalar) ? null : scalar.value();
    };
  }

  private boolean leaveOut(Scalar scalar) {
    if (scalar.isUnset()) {
      problems.warning(
          "$%s is not set; the value is left out".formatted(scalar.variable()),
          null,
          scalar.position());
    }
    return scalar.value() == null;
  }

  private static String expected(Key key) {
    return switch (key.type()) {
      case STRING, SECRET -> "text";
      case INTEGER ->
          key.max() >= Integer.MAX_VALUE
              ? "a whole number of at least " + key.min()
              : "a whole number from %d to %d".formatted(key.min(), key.max());
      case NUMBER -> "a number of at least 0";
      case BOOLEAN -> "true or false";
      case DURATION -> "seconds, or a time such as 30s or 5m";
      case TIMEOUT -> "seconds above 0, or a time such as 30s or 5m";
      case STRINGS -> "a list of texts";
      case HEADERS, MAP, SECTION -> "a map";
      case SECTIONS -> "a list";
      case ANY -> "a value";
      case ONE_OF -> "one of " + String.join(", ", key.choices());
    };
  }

  private static @Nullable String hint(Key key, ConfigNode node) {
    if (key.type() != Key.Type.ONE_OF || !(node instanceof Scalar scalar)) {
      return null;
    }
    return Nearest.to(scalar.text(), key.choices())
        .map("did you mean `%s`?"::formatted)
        .orElse(null);
  }
}

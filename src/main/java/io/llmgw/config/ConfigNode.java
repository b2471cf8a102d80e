package io.llmgw.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A piece of a configuration that knows where it was written, whatever the format. */
sealed interface ConfigNode {

  Position position();

  /** How a message calls a piece of this shape. */
  String shape();

  /**
   * One value.
   *
   * @param text as written, without quotes
   * @param value a {@link String}, {@link Long}, {@link Double} or {@link Boolean}; null for {@code
   *     null}, and for a variable that is not set
   * @param variable the variable the value came from, or should have come from
   */
  record Scalar(String text, @Nullable Object value, @Nullable String variable, Position position)
      implements ConfigNode {

    static Scalar of(String text, Position position) {
      return new Scalar(text, text, null, position);
    }

    /** Whether the value refers to a variable that is not set, or blank. */
    boolean isUnset() {
      return variable != null && value == null;
    }

    @Override
    public String shape() {
      return value == null ? "nothing" : "`" + Excerpt.mask(text) + "`";
    }

    /** Where the value comes from, for people. */
    String origin() {
      return variable == null || position.source().equals("$" + variable)
          ? position.shortLabel()
          : position.shortLabel() + " ($" + variable + ")";
    }
  }

  /** Values in order. */
  record Sequence(List<ConfigNode> items, Position position) implements ConfigNode {
    @Override
    public String shape() {
      return "a list";
    }
  }

  /** Keys and values in file order; no key twice. */
  record Mapping(List<Entry> entries, Position position) implements ConfigNode {
    static Mapping empty(Position position) {
      return new Mapping(List.of(), position);
    }

    Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Nullable ConfigNode get(String key) {
      return entry(key).map(Entry::value).orElse(null);
    }

    @Override
    public String shape() {
      return "a map";
    }
  }

  /** One key of a mapping with its value. */
  record Entry(String key, Position keyPosition, ConfigNode value) {}
}

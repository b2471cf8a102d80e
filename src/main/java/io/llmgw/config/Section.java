package io.llmgw.config;

import io.llmgw.config.Key.Status;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The known keys of one map of the configuration. */
final class Section {
  private final String name;
  private final String sentence;
  private final Map<String, Key> exact = new LinkedHashMap<>();
  private final Map<String, Key> patterns = new LinkedHashMap<>();

  Section(String name, String sentence, List<Key> keys) {
    this.name = name;
    this.sentence = sentence;
    keys.forEach(key -> (key.isPattern() ? patterns : exact).put(key.name(), key));
  }

  String name() {
    return name;
  }

  String sentence() {
    return sentence;
  }

  Optional<Key> find(String word) {
    Key key = exact.get(word);
    return key != null
        ? Optional.of(key)
        : patterns.values().stream().filter(pattern -> pattern.matches(word)).findFirst();
  }

  /** The known key a mistyped one probably means. */
  Optional<String> nearest(String word) {
    return Nearest.to(word, exact.keySet());
  }

  /** The known key that takes at most this many typing mistakes. */
  Optional<String> nearest(String word, int mistakes) {
    return Nearest.to(word, exact.keySet(), mistakes);
  }

  /** Keys without {@code *}, in the table's order. */
  Collection<Key> exact() {
    return exact.values();
  }

  Collection<Key> patterns() {
    return patterns.values();
  }

  List<Key> required() {
    return exact.values().stream().filter(Key::required).toList();
  }

  boolean supports(String word) {
    return find(word).filter(key -> key.has(Status.SUPPORTED)).isPresent();
  }
}

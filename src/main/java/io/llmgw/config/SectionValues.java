package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of one map of the configuration, each checked against the table of known keys. Reading
 * a value writes it into the list of effective settings, together with where it came from.
 */
final class SectionValues {
  private final Loading loading;
  private final Section section;
  private final String path;
  private final Position start;
  private final ValueReader reader;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Value> extras = new LinkedHashMap<>();
  private final Map<String, Scalar> unset = new LinkedHashMap<>();
  private final Set<String> failed = new HashSet<>();

  private record Value(Object content, ConfigNode node) {
    String origin() {
      return node instanceof Scalar scalar ? scalar.origin() : node.position().shortLabel();
    }
  }

  private SectionValues(Loading loading, Section section, String path, Position start) {
    this.loading = loading;
    this.section = section;
    this.path = path;
    this.start = start;
    this.reader = new ValueReader(loading.problems());
  }

  /** Reads a map whose unknown keys are ignored with a warning. */
  static SectionValues closed(Loading loading, String section, String path, Mapping mapping) {
    SectionValues values =
        new SectionValues(loading, loading.table().section(section), path, mapping.position());
    values.readAll(mapping, values::warnUnknown);
    return values;
  }

  /** Reads a map whose unknown keys mean something to the caller. */
  static SectionValues open(
      Loading loading, String section, String path, Mapping mapping, Consumer<Entry> unknown) {
    SectionValues values =
        new SectionValues(loading, loading.table().section(section), path, mapping.position());
    values.readAll(mapping, unknown);
    return values;
  }

  private void readAll(Mapping mapping, Consumer<Entry> unknown) {
    for (Entry entry : mapping.entries()) {
      section
          .find(entry.key())
          .ifPresentOrElse(key -> read(key, entry), () -> unknown.accept(entry));
    }
    for (Key key : section.required()) {
      if (mapping.entry(key.name()).isEmpty()) {
        loading
            .problems()
            .error("`%s` is missing".formatted(path(key.name())), null, mapping.position());
      }
    }
  }

  private void read(Key key, Entry entry) {
    switch (key.status()) {
      case SUPPORTED -> readSupported(key, entry);
      case REQUEST -> extra(entry);
      case NOT_YET ->
          loading
              .problems()
              .ignored(
                  "`%s` is known to LiteLLM but not yet supported by llmgw; it is ignored"
                      .formatted(path(entry.key())),
                  null,
                  entry.keyPosition());
      case LITELLM_ONLY ->
          loading
              .problems()
              .ignored(
                  "`%s` is ignored; llmgw has no use for it".formatted(path(entry.key())),
                  null,
                  entry.keyPosition());
    }
  }

  private void readSupported(Key key, Entry entry) {
    if (entry.value() instanceof Scalar scalar
        && (scalar.value() == null || isBlank(key, scalar))) {
      if (scalar.isUnset()) {
        unset.put(entry.key(), scalar);
      } else if (key.required()) {
        loading
            .problems()
            .error("`%s` has no value".formatted(path(entry.key())), null, entry.keyPosition());
      } else if (key.type() != Key.Type.SECTION && key.type() != Key.Type.SECTIONS) {
        loading
            .problems()
            .warning(
                "`%s` has no value and is ignored".formatted(path(entry.key())),
                null,
                entry.keyPosition());
      }
      return;
    }
    put(key, entry.key(), entry.value());
  }

  private static boolean isBlank(Key key, Scalar scalar) {
    return (key.type() == Key.Type.STRING || key.type() == Key.Type.SECRET)
        && scalar.text().isBlank();
  }

  private void put(Key key, String name, ConfigNode node) {
    Object value = reader.read(key, path(name), node);
    if (value != null) {
      values.put(name, new Value(value, node));
    } else {
      values.remove(name);
      failed.add(name);
    }
  }

  void warnUnknown(Entry entry) {
    String hint = section.nearest(entry.key()).map("did you mean `%s`?"::formatted).orElse(null);
    if (hint == null && loading.table().section("top").supports(entry.key())) {
      hint = "`%s` belongs at the top level".formatted(entry.key());
    }
    loading
        .problems()
        .ignored(
            "`%s` is not a known key and is ignored".formatted(path(entry.key())),
            hint,
            entry.keyPosition());
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Replaces what is written by a value that wins over it; null for none. */
  void over(String name, @Nullable Scalar value) {
    if (value != null) {
      unset.remove(name);
      section.find(name).ifPresent(key -> put(key, name, value));
    }
  }

  /** Adds a value where none is written; null for none. */
  void under(String name, @Nullable Scalar value) {
    if (!has(name)) {
      over(name, value);
    }
  }

  /** Whether an unknown key is one typing mistake away from a known one. */
  boolean isMistyped(String name) {
    return section.nearest(name, name.length() < 8 ? 1 : 2).isPresent();
  }

  /** Whether the value is written, be it wrong or a variable that is not set. */
  boolean has(String name) {
    return values.containsKey(name) || unset.containsKey(name) || failed.contains(name);
  }

  /** Takes the value of another key, which has the same type, where none is written. */
  void inherit(String name, SectionValues from, String other) {
    Value value = from.values.get(other);
    if (value != null && !has(name)) {
      values.put(name, value);
    }
  }

  /** Where the value is written; null when there is none. */
  @Nullable Position position(String name) {
    Value value = values.get(name);
    Scalar scalar = unset.get(name);
    return value != null ? value.node().position() : scalar != null ? scalar.position() : null;
  }

  /** The map under this key; empty when there is none. */
  Mapping section(String name) {
    Value value = values.get(name);
    return value != null && value.content() instanceof Mapping mapping
        ? mapping
        : new Mapping(List.of(), start);
  }

  /** The maps of the list under this key; anything else in the list is reported. */
  List<Mapping> sections(String name) {
    Value value = values.get(name);
    if (value == null || !(value.content() instanceof Sequence sequence)) {
      return List.of();
    }
    List<Mapping> maps = new ArrayList<>();
    for (ConfigNode item : sequence.items()) {
      if (item instanceof Mapping mapping) {
        maps.add(mapping);
      } else {
        loading
            .problems()
            .error(
                "An entry of `%s` is a map, not %s".formatted(path(name), item.shape()),
                null,
                item.position());
      }
    }
    return maps;
  }

  /** The value that refers to a variable which is not set; the caller then reports it. */
  @Nullable Scalar takeUnset(String name) {
    return unset.remove(name);
  }

  /** Reports references to variables that are not set and that nobody took. */
  void reportUnset() {
    for (Map.Entry<String, Scalar> entry : unset.entrySet()) {
      boolean required = section.find(entry.getKey()).map(Key::required).orElse(false);
      String variable = String.valueOf(entry.getValue().variable());
      Position position = entry.getValue().position();
      if (required) {
        needs(entry.getKey(), variable, position);
      } else {
        loading
            .problems()
            .warning(
                "$%s is not set; `%s` is left out".formatted(variable, path(entry.getKey())),
                null,
                position);
      }
    }
    unset.clear();
  }

  /** Reports an error about a value that cannot be done without. */
  void needs(String name, String variable, Position position) {
    loading
        .problems()
        .error(
            "`%s` needs the variable %s, which is not set".formatted(path(name), variable),
            "export it, or write it into a .env file beside the configuration",
            position);
  }

  /** Adds a parameter of extras. */
  void extra(Entry entry) {
    Object value = reader.plain(entry.value());
    if (value != null) {
      extras.put(entry.key(), new Value(value, entry.value()));
    }
  }

  /** Parameters of extras, by name. */
  Map<String, Object> extras() {
    Map<String, Object> result = new LinkedHashMap<>();
    extras.forEach((name, value) -> result.put(name, log(name, value)));
    return result;
  }

  /** Names of the values that a pattern of the table let in. */
  List<String> matching(String pattern) {
    String prefix = pattern.substring(0, pattern.length() - 1);
    return values.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private <T> @Nullable T get(Class<T> type, String name) {
    Value value = values.get(name);
    return value == null ? null : type.cast(log(name, value));
  }

  private Object log(String name, Value value) {
    loading.settings().add(new Setting(path(name), Display.of(value.content()), value.origin()));
    return value.content();
  }

  private <T> T get(Class<T> type, String name, T standard) {
    T value = get(type, name);
    if (value != null) {
      return value;
    }
    loading.settings().add(new Setting(path(name), Display.of(standard), "default"));
    return standard;
  }

  @Nullable String text(String name) {
    return get(String.class, name);
  }

  String text(String name, String standard) {
    return get(String.class, name, standard);
  }

  @Nullable Secret secret(String name) {
    return get(Secret.class, name);
  }

  @Nullable Long whole(String name) {
    return get(Long.class, name);
  }

  long whole(String name, long standard) {
    return get(Long.class, name, standard);
  }

  @Nullable Integer integer(String name) {
    Long value = whole(name);
    return value == null ? null : Math.toIntExact(value);
  }

  double number(String name, double standard) {
    return get(Double.class, name, standard);
  }

  @Nullable Double number(String name) {
    return get(Double.class, name);
  }

  @Nullable Boolean flag(String name) {
    return get(Boolean.class, name);
  }

  boolean flag(String name, boolean standard) {
    return get(Boolean.class, name, standard);
  }

  @Nullable Duration duration(String name) {
    return get(Duration.class, name);
  }

  Duration duration(String name, Duration standard) {
    return get(Duration.class, name, standard);
  }

  @SuppressWarnings("unchecked") // the table gives the key this type
  List<String> texts(String name) {
    List<String> value = (List<String>) get(List.class, name);
    return value == null ? List.of() : value;
  }

  @SuppressWarnings("unchecked") // the table gives the key this type
  Map<String, Object> map(String name) {
    Map<String, Object> value = (Map<String, Object>) get(Map.class, name);
    return value == null ? Map.of() : value;
  }

  @SuppressWarnings("unchecked") // the table gives the key this type
  Map<String, String> headers(String name) {
    Map<String, String> value = (Map<String, String>) get(Map.class, name);
    return value == null ? Map.of() : value;
  }
}

package io.llmgw.config;

import io.llmgw.config.Key.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schema of the configuration file, for editors: made from the table that also drives
 * reading, so that both agree. It follows <a href="https://json-schema.org/draft/2020-12">draft
 * 2020-12</a>.
 */
public final class ConfigSchema {
  /** Sections whose further keys mean something. */
  private static final Set<String> OPEN = Set.of("litellm_params", "model_info");

  private static final String REFERENCE = "^os\\.environ/[A-Za-z_][A-Za-z0-9_.-]*$";

  private ConfigSchema() {}

  /** The schema's text. */
  public static String json() {
    KeyTable table = KeyTable.read();
    Map<String, Object> definitions = new LinkedHashMap<>();
    for (Section section : table.sections()) {
      if (!section.name().equals("top")) {
        definitions.put(section.name(), section(section));
      }
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "llmgw configuration");
    root.putAll(section(table.section("top")));
    root.put("$defs", definitions);
    return JsonText.of(root);
  }

  private static Map<String, Object> section(Section section) {
    Map<String, Object> properties = new LinkedHashMap<>();
    section.exact().forEach(key -> properties.put(key.name(), property(key)));
    Map<String, Object> patterns = new LinkedHashMap<>();
    section
        .patterns()
        .forEach(key ->
            patterns.put("^" + key.name().substring(0, key.name().length() - 1), property(key)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", section.sentence());
    schema.put("type", "object");
    List<String> required = section.required().stream().map(Key::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    if (!patterns.isEmpty()) {
      schema.put("patternProperties", patterns);
    }
    schema.put("additionalProperties", OPEN.contains(section.name()));
    return schema;
  }

  private static Map<String, Object> property(Key key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description(key));
    if (!key.has(Status.SUPPORTED)) {
      return schema;
    }
    if (key.standard() != null) {
      schema.put("default", standard(key, key.standard()));
    }
    schema.putAll(type(key));
    return schema;
  }

  private static String description(Key key) {
    return switch (key.status()) {
      case SUPPORTED, REQUEST -> key.sentence();
      case NOT_YET -> key.sentence() + " Not yet supported by llmgw: ignored.";
      case LITELLM_ONLY -> key.sentence() + " Ignored by llmgw.";
    };
  }

  private static Object standard(Key key, String text) {
    return switch (key.type()) {
      case INTEGER, NUMBER, DURATION, TIMEOUT -> Long.valueOf(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case STRING, SECRET, STRINGS, HEADERS, MAP, SECTION, SECTIONS, ANY, ONE_OF -> text;
    };
  }

  private static Map<String, Object> type(Key key) {
    Map<String, Object> reference = object("type", "string", "pattern", REFERENCE);
    Map<String, Object> word = object("type", List.of("string", "number", "boolean"));
    return switch (key.type()) {
      case STRING, SECRET -> word;
      case INTEGER -> anyOf(integer(key), text("^\\s*[-+]?[0-9]{1,18}\\s*$"), reference);
      case NUMBER ->
          anyOf(
              object("type", "number", "minimum", 0),
              text("^\\s*[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?\\s*$"),
              reference);
      case BOOLEAN ->
          anyOf(
              object("type", "boolean"),
              object("enum", List.of("true", "false", "yes", "no", "on", "off", 0, 1)),
              reference);
      case DURATION ->
          anyOf(
              object("type", "number", "minimum", 0),
              text("^\\s*" + Durations.PATTERN + "\\s*$"),
              reference);
      case TIMEOUT ->
          anyOf(
              object("type", "number", "exclusiveMinimum", 0),
              text("^\\s*" + Durations.PATTERN + "\\s*$"),
              reference);
      case STRINGS -> anyOf(word, object("type", "array", "items", word));
      case HEADERS -> object("type", "object", "additionalProperties", word);
      case MAP -> object("type", "object");
      case SECTION -> key.detail().isEmpty() ? object("type", "object") : ref(key.detail());
      case SECTIONS -> object("type", "array", "items", ref(key.detail()));
      case ANY -> object();
      case ONE_OF -> anyOf(object("enum", key.choices()), reference);
    };
  }

  private static Map<String, Object> integer(Key key) {
    return object("type", "integer", "minimum", key.min(), "maximum", key.max());
  }

  private static Map<String, Object> text(String pattern) {
    return object("type", "string", "pattern", pattern);
  }

  private static Map<String, Object> ref(String section) {
    return object("$ref", "#/$defs/" + section);
  }

  private static Map<String, Object> anyOf(Object... choices) {
    return object("anyOf", List.of(choices));
  }

  /** A map of names and values in this order, so that the text is the same every time. */
  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return object;
  }
}

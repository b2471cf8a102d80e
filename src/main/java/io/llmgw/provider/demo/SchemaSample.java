package io.llmgw.provider.demo;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An instance of a JSON Schema: types, {@code required}, {@code enum}, {@code const}, local {@code
 * $ref}, combinations, limits of numbers, strings and arrays, and the usual formats. It does not
 * solve {@code pattern}, {@code not} or {@code uniqueItems}, nor a schema that demands itself
 * without end. The work is bounded whatever the schema says.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation">JSON Schema
 *     Validation</a>
 */
final class SchemaSample {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 24;
  private static final int MAX_REFERENCES = 16;
  private static final int MAX_STEPS = 500;

  private final JsonNode root;
  private final int optionalDepth;
  private int stepsLeft = MAX_STEPS;

  private SchemaSample(JsonNode root, int optionalDepth) {
    this.root = root;
    this.optionalDepth = optionalDepth;
  }

  /** An instance with nothing that is not required. */
  static JsonNode least(JsonNode schema) {
    return new SchemaSample(schema, 0).sample(schema, "", 0);
  }

  /**
   * An instance that also shows the optional members and an item of each array, down to a few
   * levels.
   */
  static JsonNode full(JsonNode schema) {
    return new SchemaSample(schema, 3).sample(schema, "", 0);
  }

  private JsonNode sample(JsonNode reference, String name, int depth) {
    if (depth > MAX_DEPTH || --stepsLeft < 0) {
      return NODES.nullNode();
    }
    JsonNode schema = flat(reference, depth);
    return given(schema).orElseGet(() -> ofType(schema, name, depth));
  }

  /** The schema with what it refers to and what it combines written out in one object. */
  private JsonNode flat(JsonNode reference, int depth) {
    JsonNode schema = resolve(reference);
    JsonNode option = firstOption(schema);
    JsonNode parts = schema.path("allOf");
    if (depth > MAX_DEPTH || --stepsLeft < 0 || (option.isMissingNode() && parts.isMissingNode())) {
      return schema;
    }
    ObjectNode merged = NODES.objectNode();
    merge(merged, schema);
    merged.remove(Set.of("allOf", "anyOf", "oneOf"));
    parts.values().forEach(part -> merge(merged, flat(part, depth + 1)));
    merge(merged, flat(option, depth + 1));
    return merged;
  }

  private JsonNode resolve(JsonNode schema) {
    JsonNode resolved = schema;
    for (int hops = 0; hops < MAX_REFERENCES && resolved.path("$ref").isString(); hops++) {
      String reference = resolved.path("$ref").stringValue();
      resolved =
          reference.equals("#") || reference.startsWith("#/")
              ? root.at(reference.substring(1))
              : NODES.missingNode();
    }
    return resolved;
  }

  /** The first alternative that is not {@code null}. */
  private JsonNode firstOption(JsonNode schema) {
    for (String keyword : new String[] {"anyOf", "oneOf"}) {
      for (JsonNode option : schema.path(keyword).values()) {
        if (!typeOf(resolve(option)).equals("null")) {
          return option;
        }
      }
    }
    return NODES.missingNode();
  }

  private static void merge(ObjectNode into, JsonNode schema) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      JsonNode value = keyword.getValue();
      switch (keyword.getKey()) {
        case "properties" ->
            value
                .properties()
                .forEach(p -> into.withObjectProperty("properties").set(p.getKey(), p.getValue()));
        case "required" -> value.values().forEach(into.withArrayProperty("required")::add);
        default -> into.set(keyword.getKey(), value);
      }
    }
  }

  /** The value a schema names itself. */
  private static Optional<JsonNode> given(JsonNode schema) {
    if (schema.has("const")) {
      return Optional.of(schema.path("const"));
    }
    if (schema.path("enum").has(0)) {
      return Optional.of(schema.path("enum").path(0));
    }
    if (schema.has("default")) {
      return Optional.of(schema.path("default"));
    }
    return schema.path("examples").has(0)
        ? Optional.of(schema.path("examples").path(0))
        : Optional.empty();
  }

  private static String typeOf(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isString()) {
      return type.stringValue();
    }
    for (JsonNode option : type.values()) {
      if (!option.asString("").equals("null")) {
        return option.asString("");
      }
    }
    if (schema.has("properties")) {
      return "object";
    }
    return schema.has("items") || schema.has("prefixItems") ? "array" : "string";
  }

  private JsonNode ofType(JsonNode schema, String name, int depth) {
    return switch (typeOf(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, name, depth);
      case "integer" -> NODES.numberNode((long) SampleValues.number(schema, true));
      case "number" -> number(SampleValues.number(schema, false));
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      default -> NODES.stringNode(SampleValues.string(schema, name));
    };
  }

  /** Without a fraction of nothing: some tools that ask for a number can only take a whole one. */
  private static JsonNode number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
    return whole ? NODES.numberNode((long) value) : NODES.numberNode(value);
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    Set<String> required =
        schema.path("required").values().stream()
            .map(member -> member.asString(""))
            .collect(Collectors.toSet());
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || depth < optionalDepth) {
        object.set(property.getKey(), sample(property.getValue(), property.getKey(), depth + 1));
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, String name, int depth) {
    ArrayNode array = NODES.arrayNode();
    Iterator<JsonNode> first = schema.path("prefixItems").values().iterator();
    int least = Math.max(schema.path("minItems").asInt(0), depth < optionalDepth ? 1 : 0);
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    while (stepsLeft > 0 && array.size() < most && (first.hasNext() || array.size() < least)) {
      JsonNode item = first.hasNext() ? first.next() : schema.path("items");
      array.add(sample(item, name, depth + 1));
    }
    return array;
  }
}

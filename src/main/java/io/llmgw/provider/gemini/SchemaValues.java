package io.llmgw.provider.gemini;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values a JSON Schema lists, in {@code enum} or {@code const}. Gemini can only list texts; a
 * text in the place of a number would be no use to the client, so that other values are held to
 * less.
 */
final class SchemaValues {
  private SchemaValues() {}

  private static List<JsonNode> of(ObjectNode schema) {
    List<JsonNode> values = new ArrayList<>();
    if (schema.has("const")) {
      values.add(schema.get("const"));
    } else {
      schema.path("enum").forEach(values::add);
    }
    return values;
  }

  /** The one type all values have; texts can stand for any others. */
  static String type(ObjectNode schema) {
    List<JsonNode> known = of(schema);
    known.removeIf(JsonNode::isNull);
    if (known.isEmpty() || !known.stream().allMatch(JsonNode::isNumber)) {
      boolean flags = !known.isEmpty() && known.stream().allMatch(JsonNode::isBoolean);
      return flags ? "boolean" : "string";
    }
    return known.stream().allMatch(JsonNode::isIntegralNumber) ? "integer" : "number";
  }

  /**
   * Writes them into a schema that has its type already.
   *
   * @return whether the model is held to less
   */
  static boolean write(ObjectNode schema, ObjectNode result) {
    List<JsonNode> values = of(schema);
    if (values.removeIf(JsonNode::isNull)) {
      result.put("nullable", true);
    }
    return switch (result.path("type").asString()) {
      case "string" -> texts(values, schema, result);
      case "integer", "number" -> numbers(values, result);
      default -> !values.isEmpty();
    };
  }

  private static boolean texts(List<JsonNode> values, ObjectNode schema, ObjectNode result) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode value : values) {
      if (value.isValueNode() && !value.asString().isEmpty()) {
        texts.add(value.asString());
      }
    }
    if (!texts.isEmpty()) {
      result.put("format", "enum");
      texts.forEach(result.putArray("enum")::add);
      if (!schema.path("default").isString()) {
        result.remove("default");
      }
    }
    return texts.size() < values.size();
  }

  /** Says in words which numbers they are, and between which they lie. */
  private static boolean numbers(List<JsonNode> values, ObjectNode result) {
    boolean others = values.removeIf(value -> !value.isNumber());
    if (values.isEmpty()) {
      return others;
    }
    Comparator<JsonNode> order = Comparator.comparing(JsonNode::decimalValue);
    result.set("minimum", Collections.min(values, order));
    result.set("maximum", Collections.max(values, order));
    if (values.size() == 1) {
      return others;
    }
    String numbers = values.stream().map(JsonNode::asString).collect(Collectors.joining(", "));
    String description = result.path("description").asString("");
    result.put("description", (description + " One of " + numbers + ".").strip());
    return true;
  }
}

package io.llmgw.provider.anthropic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas in the part of the language Anthropic takes, which others who hold models to one
 * take too.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/structured-outputs">structured
 *     outputs</a>
 */
public final class Schemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> COMBINATORS = List.of("anyOf", "oneOf", "allOf");
  private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "$defs", "definitions");
  private static final Set<String> KEPT =
      Set.of("type", "required", "enum", "const", "$ref", "description", "title", "default");
  private static final Set<String> DROPPED = Set.of("$schema", "$id", "additionalProperties");
  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  private Schemas() {}

  /** The schema of a tool's arguments: an object at the root, without alternatives there. */
  public static ObjectNode input(@Nullable JsonNode parameters) {
    ObjectNode schema =
        parameters instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
    for (String combinator : COMBINATORS) {
      if (schema.remove(combinator) instanceof ArrayNode branches) {
        merge(schema, branches, combinator.equals("allOf"));
      }
    }
    schema.put("type", "object");
    if (!schema.path("properties").isObject()) {
      schema.putObject("properties");
    }
    return schema;
  }

  /** Joins what alternatives at the root have; required is what is so in each of them. */
  private static void merge(ObjectNode schema, ArrayNode branches, boolean all) {
    ObjectNode properties = schema.withObject("/properties");
    @Nullable Set<String> common = null;
    for (JsonNode branch : branches) {
      for (Map.Entry<String, JsonNode> property : branch.path("properties").properties()) {
        properties.putIfAbsent(property.getKey(), property.getValue());
      }
      Set<String> required = texts(branch.path("required"));
      if (common == null) {
        common = required;
      } else if (all) {
        common.addAll(required);
      } else {
        common.retainAll(required);
      }
    }
    if (common != null) {
      common.addAll(texts(schema.path("required")));
      ArrayNode required = schema.putArray("required");
      common.forEach(required::add);
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  /**
   * A schema an answer is held to. What cannot be enforced is told in the description instead, for
   * the model to keep to.
   */
  public static JsonNode strict(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode clean = JSON.objectNode();
    List<String> told = new ArrayList<>();
    object
        .properties()
        .forEach(member -> {
          if (!put(clean, member.getKey(), member.getValue())
              && !DROPPED.contains(member.getKey())) {
            told.add(member.getKey() + ": " + member.getValue());
          }
        });
    if (isObject(object)) {
      clean.put("additionalProperties", false);
    }
    if (!told.isEmpty()) {
      String text = clean.path("description").asString("");
      clean.put("description", (text.isEmpty() ? "" : text + "\n") + String.join(", ", told));
    }
    return clean;
  }

  private static boolean isObject(ObjectNode schema) {
    JsonNode type = schema.path("type");
    return type.asString("").equals("object")
        || texts(type).contains("object")
        || schema.has("properties");
  }

  /** Puts a member there if it is of the language. */
  private static boolean put(ObjectNode clean, String name, JsonNode value) {
    if (NAMED_SCHEMAS.contains(name)) {
      ObjectNode schemas = clean.putObject(name);
      value.properties().forEach(entry -> schemas.set(entry.getKey(), strict(entry.getValue())));
      return true;
    }
    if (COMBINATORS.contains(name) && value.isArray()) {
      ArrayNode branches = clean.withArray("/" + (name.equals("oneOf") ? "anyOf" : name));
      value.forEach(branch -> branches.add(strict(branch)));
      return true;
    }
    if (name.equals("items")) {
      clean.set(name, strict(value));
      return true;
    }
    boolean kept =
        KEPT.contains(name)
            || (name.equals("format") && FORMATS.contains(value.asString("")))
            || (name.equals("minItems") && value.asInt(2) <= 1);
    if (kept) {
      clean.set(name, value);
    }
    return kept;
  }
}

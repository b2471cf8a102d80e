package io.llmgw.provider.gemini;

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
 * Brings a JSON Schema into the part of OpenAPI's language that Gemini takes. What it has no words
 * for is left out, so that the model is held to less, never to something else. One for each schema.
 *
 * @see <a href="https://ai.google.dev/api/caching#Schema">the language</a>
 */
final class SchemaCleaner {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> COPIED =
      List.of(
          "title",
          "description",
          "default",
          "nullable",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "example");
  private static final Set<String> FORMATS = Set.of("enum", "date-time");

  /** Left out, though they hold the model to something. */
  private static final List<String> LOST =
      List.of(
          "not",
          "if",
          "multipleOf",
          "uniqueItems",
          "contains",
          "propertyNames",
          "patternProperties",
          "dependentRequired",
          "dependentSchemas");

  /** References multiply what they name; a schema larger than this is cut off. */
  private static final int MOST_SCHEMAS = 5_000;

  private final SchemaReferences references;
  private boolean lossy;
  private int schemas;

  private SchemaCleaner(JsonNode root) {
    references = new SchemaReferences(root);
  }

  /**
   * A schema in Gemini's words.
   *
   * @param lossy whether something was left out that holds the model to less
   */
  record Cleaned(ObjectNode schema, boolean lossy) {}

  /** Cleans a schema; the original stays as it is. */
  static Cleaned clean(JsonNode schema) {
    SchemaCleaner cleaner = new SchemaCleaner(schema);
    ObjectNode cleaned = cleaner.clean(schema, List.of());
    return new Cleaned(cleaned, cleaner.lossy);
  }

  private ObjectNode clean(JsonNode node, List<String> path) {
    if (++schemas > MOST_SCHEMAS) {
      lossy = true;
      return JSON.objectNode().put("type", "object");
    }
    if (!node.isObject()) {
      // true, and everything that is no schema: anything goes
      return JSON.objectNode().put("type", "string");
    }
    String reference = node.path("$ref").asString("");
    if (!reference.isEmpty()) {
      return referred((ObjectNode) node, reference, path);
    }
    ObjectNode schema = merged((ObjectNode) node, path);
    ArrayNode branches = branches(schema);
    if (branches != null) {
      return alternatives(schema, branches, path);
    }
    return plain(schema, path);
  }

  /** A reference is replaced by what it names; one inside itself by any object. */
  private ObjectNode referred(ObjectNode node, String reference, List<String> path) {
    ObjectNode target = references.find(reference);
    if (target == null || path.contains(reference)) {
      lossy = true;
      ObjectNode any = JSON.objectNode().put("type", "object");
      copy("description", node, any);
      return any;
    }
    List<String> deeper = new ArrayList<>(path);
    deeper.add(reference);
    ObjectNode both = target.deepCopy();
    node.properties().stream()
        .filter(member -> !member.getKey().equals("$ref"))
        .forEach(member -> both.set(member.getKey(), member.getValue()));
    return clean(both, deeper);
  }

  /** The schema with what its {@code allOf} adds. */
  private ObjectNode merged(ObjectNode schema, List<String> path) {
    if (!schema.path("allOf").isArray()) {
      return schema;
    }
    ObjectNode all = schema.deepCopy();
    all.remove("allOf");
    for (JsonNode part : schema.path("allOf")) {
      String reference = part.path("$ref").asString("");
      JsonNode known = reference.isEmpty() ? part : references.find(reference);
      if (known instanceof ObjectNode object && !path.contains(reference)) {
        merge(all, merged(object, with(path, reference)));
      } else {
        lossy = true;
      }
    }
    return all;
  }

  private static List<String> with(List<String> path, String reference) {
    List<String> deeper = new ArrayList<>(path);
    deeper.add(reference);
    return deeper;
  }

  private static void merge(ObjectNode all, ObjectNode part) {
    for (Map.Entry<String, JsonNode> member : part.properties()) {
      switch (member.getKey()) {
        case "properties" -> {
          ObjectNode properties = all.withObject("/properties");
          member.getValue().properties().forEach(e -> properties.set(e.getKey(), e.getValue()));
        }
        case "required" -> member.getValue().forEach(all.withArray("/required")::add);
        default -> {
          if (!all.has(member.getKey())) {
            all.set(member.getKey(), member.getValue());
          }
        }
      }
    }
  }

  /** The alternatives: of {@code anyOf}, of {@code oneOf}, or of several types; null for none. */
  private @Nullable ArrayNode branches(ObjectNode schema) {
    for (String name : List.of("anyOf", "oneOf")) {
      if (schema.path(name) instanceof ArrayNode list && !list.isEmpty()) {
        return list;
      }
    }
    List<JsonNode> types = new ArrayList<>();
    schema.path("type").forEach(types::add);
    if (types.stream().filter(type -> !isNull(type)).count() < 2) {
      return null;
    }
    ArrayNode list = JSON.arrayNode();
    for (JsonNode type : types) {
      ObjectNode branch = schema.deepCopy();
      branch.remove(List.of("description", "title", "default"));
      branch.set("type", type);
      list.add(branch);
    }
    return list;
  }

  private static boolean isNull(JsonNode type) {
    return type.asString("").equals("null");
  }

  private static boolean isNullSchema(JsonNode branch) {
    JsonNode type = branch.path("type");
    return isNull(type)
        || (type.size() == 1 && isNull(type.path(0)))
        || branch.path("const").isNull()
        || (branch.path("enum").size() == 1 && branch.path("enum").path(0).isNull());
  }

  private ObjectNode alternatives(ObjectNode schema, ArrayNode branches, List<String> path) {
    List<JsonNode> others = new ArrayList<>();
    branches.forEach(branch -> {
      if (!isNullSchema(branch)) {
        others.add(branch);
      }
    });
    boolean nullable = others.size() < branches.size() || schema.path("nullable").asBoolean(false);
    ObjectNode result;
    if (others.size() == 1) {
      // what stands beside the alternatives holds for the one that is left
      ObjectNode only = schema.deepCopy();
      only.remove(List.of("anyOf", "oneOf"));
      others.getFirst().properties().forEach(e -> only.set(e.getKey(), e.getValue()));
      result = clean(only, path);
    } else {
      result = JSON.objectNode();
      ArrayNode list = result.putArray("anyOf");
      others.forEach(branch -> list.add(clean(branch, path)));
      lossy |= schema.has("properties") && schema.path("type").isString();
    }
    copy("description", schema, result);
    if (nullable) {
      result.put("nullable", true);
    }
    return result;
  }

  private ObjectNode plain(ObjectNode schema, List<String> path) {
    ObjectNode result = JSON.objectNode();
    String type = type(schema);
    result.put("type", type);
    COPIED.forEach(name -> copy(name, schema, result));
    for (JsonNode each : schema.path("type")) {
      if (isNull(each)) {
        result.put("nullable", true);
      }
    }
    lossy |= LOST.stream().anyMatch(schema::has);
    limits(schema, result);
    lossy |= SchemaValues.write(schema, result);
    switch (result.path("type").asString()) {
      case "object" -> object(schema, result, path);
      case "array" -> array(schema, result, path);
      case "string" -> {
        String format = schema.path("format").asString("");
        if (FORMATS.contains(format)) {
          result.put("format", format);
        } else {
          lossy |= !format.isEmpty();
        }
      }
      default -> copy("format", schema, result);
    }
    return result;
  }

  private static void copy(String name, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(name);
    if (value != null) {
      to.set(name, value);
    }
  }

  private static String type(ObjectNode schema) {
    JsonNode type = schema.path("type");
    for (JsonNode each : type) {
      if (!isNull(each)) {
        return each.asString("string");
      }
    }
    if (type.isString() && !isNull(type)) {
      return type.asString();
    }
    if (schema.has("properties") || schema.has("additionalProperties")) {
      return "object";
    }
    return schema.has("items") || schema.has("prefixItems") ? "array" : SchemaValues.type(schema);
  }

  /** An exclusive limit becomes the next one for whole numbers, else the same one. */
  private static void limits(ObjectNode schema, ObjectNode result) {
    boolean whole = result.path("type").asString().equals("integer");
    limit("exclusiveMinimum", "minimum", whole ? 1 : 0, schema, result);
    limit("exclusiveMaximum", "maximum", whole ? -1 : 0, schema, result);
  }

  private static void limit(
      String name, String inclusive, int step, ObjectNode schema, ObjectNode result) {
    JsonNode value = schema.path(name);
    if (value.isNumber() && !result.has(inclusive)) {
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        result.put(inclusive, value.asLong() + step);
      } else {
        result.set(inclusive, value);
      }
    }
  }

  private void object(ObjectNode schema, ObjectNode result, List<String> path) {
    JsonNode properties = schema.path("properties");
    if (properties.isObject() && !properties.isEmpty()) {
      ObjectNode cleaned = result.putObject("properties");
      properties.properties().forEach(e -> cleaned.set(e.getKey(), clean(e.getValue(), path)));
      required(schema, properties, result);
      copy("propertyOrdering", schema, result);
    }
    lossy |= schema.path("additionalProperties").isObject();
  }

  private static void required(ObjectNode schema, JsonNode properties, ObjectNode result) {
    Set<String> names = new LinkedHashSet<>();
    schema
        .path("required")
        .forEach(name -> {
          if (properties.has(name.asString(""))) {
            names.add(name.asString());
          }
        });
    if (!names.isEmpty()) {
      names.forEach(result.putArray("required")::add);
    }
  }

  private void array(ObjectNode schema, ObjectNode result, List<String> path) {
    JsonNode items = schema.path("items");
    JsonNode tuple = items.isArray() ? items : schema.path("prefixItems");
    if (items.isObject()) {
      result.set("items", clean(items, path));
    } else if (!tuple.isEmpty()) {
      lossy = true;
      ObjectNode any = JSON.objectNode();
      tuple.forEach(any.putArray("anyOf")::add);
      result.set("items", clean(any, path));
    } else {
      result.putObject("items").put("type", "string");
    }
  }
}

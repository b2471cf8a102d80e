package io.llmgw.chat;

import io.llmgw.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the form an answer must have: a JSON Schema, or the short form {@code name, age int, tags
 * [str]: what they are about}.
 */
public final class SchemaText {
  private static final Set<String> TYPES = Set.of("str", "int", "float", "bool", "any");

  private SchemaText() {}

  /**
   * The JSON Schema.
   *
   * @param text the schema itself, the name of its file, or the short form
   * @param attachments finds files
   * @throws ChatException when it is none of these
   */
  public static JsonNode read(String text, Attachments attachments) {
    String plain = text.strip();
    if (plain.startsWith("{")) {
      return json(plain, "the schema");
    }
    Path file = plain.contains("\n") ? null : attachments.resolve(plain);
    if (file != null && Files.isRegularFile(file)) {
      try {
        return json(Files.readString(file), plain);
      } catch (IOException e) {
        throw ChatException.wrong("cannot read " + plain + ": " + e.getMessage(), null);
      }
    }
    if (plain.endsWith(".json")) {
      throw ChatException.wrong("there is no file " + plain, null);
    }
    return shortForm(plain);
  }

  private static JsonNode json(String text, String name) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw ChatException.wrong(
          name + " is no JSON: " + String.valueOf(e.getOriginalMessage()), null);
    }
    throw ChatException.wrong(name + " is no JSON object", null);
  }

  private static JsonNode shortForm(String text) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (String field : text.split(text.contains("\n") ? "\n" : ",", -1)) {
      if (!field.isBlank()) {
        field(field.strip(), properties, required);
      }
    }
    if (properties.isEmpty()) {
      throw ChatException.wrong("the schema names no field", "--schema 'name, age int'");
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static void field(String text, ObjectNode properties, ArrayNode required) {
    String[] described = text.split(":", 2);
    String[] words = described[0].strip().split("\\s+", -1);
    String type = words.length > 1 ? words[1] : "str";
    boolean list = type.startsWith("[") && type.endsWith("]");
    String plain = list ? type.substring(1, type.length() - 1) : type;
    if (words.length > 2 || words[0].isEmpty() || !TYPES.contains(plain)) {
      throw ChatException.wrong(
          "'%s' is no field of a schema".formatted(text),
          "a name and one of str, int, float, bool, [str], such as 'age int'");
    }
    ObjectNode field = properties.putObject(words[0]);
    if (list) {
      field.put("type", "array");
      type(field.putObject("items"), plain);
    } else {
      type(field, plain);
    }
    if (described.length > 1) {
      field.put("description", described[1].strip());
    }
    required.add(words[0]);
  }

  private static void type(ObjectNode field, String type) {
    switch (type) {
      case "int" -> field.put("type", "integer");
      case "float" -> field.put("type", "number");
      case "bool" -> field.put("type", "boolean");
      case "str" -> field.put("type", "string");
      default -> {
        // anything
      }
    }
  }
}

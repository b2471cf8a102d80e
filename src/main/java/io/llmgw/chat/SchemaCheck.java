package io.llmgw.chat;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Says where an answer differs from its schema, by the keywords structured outputs know: {@code
 * type}, {@code enum}, {@code const}, {@code properties}, {@code required}, {@code
 * additionalProperties}, {@code items} and {@code anyOf}. Others, and {@code $ref}, are taken as
 * fulfilled.
 */
public final class SchemaCheck {
  private SchemaCheck() {}

  /** What is wrong, with the place; empty when all is well. */
  public static List<String> problems(JsonNode schema, String answer) {
    JsonNode value;
    try {
      value = Json.MAPPER.readTree(answer.strip());
    } catch (JacksonException e) {
      return List.of("it is no JSON: " + e.getOriginalMessage());
    }
    if (value.isMissingNode()) {
      return List.of("it is empty");
    }
    List<String> problems = new ArrayList<>();
    check(schema, value, "$", problems);
    return problems;
  }

  private static void check(JsonNode schema, JsonNode value, String place, List<String> problems) {
    JsonNode type = schema.path("type");
    if (!type.isMissingNode() && !isOneOf(type, value)) {
      problems.add("%s is no %s".formatted(place, type.isString() ? type.asString() : type));
      return;
    }
    JsonNode allowed = schema.path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(value::equals)) {
      problems.add("%s is none of %s".formatted(place, allowed));
    }
    JsonNode constant = schema.path("const");
    if (!constant.isMissingNode() && !constant.equals(value)) {
      problems.add("%s is not %s".formatted(place, constant));
    }
    JsonNode any = schema.path("anyOf");
    if (any.isArray() && any.valueStream().noneMatch(one -> fits(one, value, place))) {
      problems.add("%s fits none of the forms allowed".formatted(place));
    }
    if (value.isObject()) {
      members(schema, value, place, problems);
    } else if (value.isArray() && schema.path("items").isObject()) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), place + "[" + i + "]", problems);
      }
    }
  }

  private static boolean fits(JsonNode schema, JsonNode value, String place) {
    List<String> problems = new ArrayList<>();
    check(schema, value, place, problems);
    return problems.isEmpty();
  }

  private static void members(
      JsonNode schema, JsonNode value, String place, List<String> problems) {
    JsonNode properties = schema.path("properties");
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString())) {
        problems.add("%s.%s is missing".formatted(place, name.asString()));
      }
    }
    value
        .propertyStream()
        .forEach(member -> {
          JsonNode known = properties.path(member.getKey());
          if (known.isObject()) {
            check(known, member.getValue(), place + "." + member.getKey(), problems);
          } else if (schema.path("additionalProperties").isBoolean()
              && !schema.path("additionalProperties").asBoolean()) {
            problems.add("%s.%s is not allowed".formatted(place, member.getKey()));
          }
        });
  }

  private static boolean isOneOf(JsonNode type, JsonNode value) {
    return type.isArray()
        ? type.valueStream().anyMatch(one -> is(one.asString(), value))
        : is(type.asString(), value);
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> true;
    };
  }
}

package io.llmgw.server.anthropic;

import io.llmgw.json.Json;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What clients demand of a tool call: an id of few characters, its own, and an object as input. */
final class ToolInput {
  private final Set<String> ids = new HashSet<>();

  /** The id in the characters clients take; another one than before in this answer. */
  String id(String id) {
    String clean = id.replaceAll("[^a-zA-Z0-9_-]", "_");
    String unique = clean.isEmpty() ? "toolu_" + ids.size() : clean;
    while (!ids.add(unique)) {
      unique += "_" + ids.size();
    }
    return unique;
  }

  /** The arguments as an object; empty when the model wrote none or something else. */
  static ObjectNode object(String arguments) {
    try {
      JsonNode tree = arguments.isBlank() ? null : Json.MAPPER.readTree(arguments);
      return tree instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    } catch (JacksonException _) {
      // a model that was cut off, or wrote no JSON: the tool's own check will say what is missing
      return JsonNodeFactory.instance.objectNode();
    }
  }
}

package io.llmgw.server.responses;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a response repeats of its request, complete in every field that clients take for granted.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">the object</a>
 */
final class Echo {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> AS_THEY_ARE =
      List.of(
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "previous_response_id",
          "prompt_cache_key",
          "safety_identifier",
          "temperature",
          "top_p",
          "user");

  private Echo() {}

  /** Adds them to the response. */
  static void add(JsonNode request, ObjectNode response) {
    AS_THEY_ARE.forEach(name -> response.set(name, or(request.get(name), JSON.nullNode())));
    response.set("metadata", or(request.get("metadata"), JSON.objectNode()));
    response.set("parallel_tool_calls", or(request.get("parallel_tool_calls"), yes(true)));
    response.set("store", or(request.get("store"), yes(true)));
    response.put("background", false);
    response.put("truncation", request.path("truncation").asString("disabled"));
    response.put("service_tier", request.path("service_tier").asString("default"));
    response.put("top_logprobs", request.path("top_logprobs").asInt(0));
    response.set("tool_choice", or(request.get("tool_choice"), JSON.stringNode("auto")));
    response.set("tools", tools(request.path("tools")));
    reasoning(response.putObject("reasoning"), request.path("reasoning"));
    text(response.putObject("text"), request.path("text"));
  }

  private static JsonNode yes(boolean value) {
    return JSON.booleanNode(value);
  }

  private static JsonNode or(@Nullable JsonNode value, JsonNode otherwise) {
    return value == null || value.isNull() ? otherwise : value;
  }

  private static JsonNode tools(JsonNode tools) {
    var list = JSON.arrayNode();
    for (JsonNode tool : tools) {
      JsonNode copy = tool.deepCopy();
      if (copy instanceof ObjectNode object && tool.path("type").asString("").equals("function")) {
        // what clients' types require
        if (!object.has("strict")) {
          object.put("strict", false);
        }
        if (!object.has("parameters")) {
          object.putNull("parameters");
        }
      }
      list.add(copy);
    }
    return list;
  }

  private static void reasoning(ObjectNode node, JsonNode asked) {
    node.set("effort", or(asked.get("effort"), JSON.nullNode()));
    node.set("summary", or(asked.get("summary"), JSON.nullNode()));
  }

  private static void text(ObjectNode node, JsonNode asked) {
    JsonNode format = asked.path("format");
    node.set("format", format.isObject() ? format : JSON.objectNode().put("type", "text"));
    if (asked.hasNonNull("verbosity")) {
      node.set("verbosity", asked.get("verbosity"));
    }
  }
}

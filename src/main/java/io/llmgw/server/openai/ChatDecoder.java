package io.llmgw.server.openai;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chat request into the canonical model.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">the request</a>
 */
final class ChatDecoder {
  /** Members with a canonical place, or that only concern the gateway. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "model",
          "messages",
          "prompt",
          "tools",
          "functions",
          "tool_choice",
          "function_call",
          "parallel_tool_calls",
          "response_format",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "frequency_penalty",
          "presence_penalty",
          "seed",
          "stop",
          "reasoning_effort",
          "stream",
          "stream_options");

  private ChatDecoder() {}

  /**
   * Decodes a body of the chat endpoint.
   *
   * @throws io.llmgw.model.GatewayException naming the field that is wrong
   */
  static ChatRequest chat(JsonNode body) {
    List<Message> messages = new ArrayList<>();
    int position = 0;
    for (JsonNode message : body.path("messages")) {
      messages.add(MessageDecoder.message(message, "messages[" + position++ + "]"));
    }
    return request(body, messages);
  }

  /** Decodes a body of the legacy endpoint: the prompt is one message of the user's. */
  static ChatRequest completion(JsonNode body) {
    JsonNode prompt = body.path("prompt");
    JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    if (!only.isString()) {
      throw wrong("prompt", "must be a string, or a list with one, for this model");
    }
    return request(body, List.of(Message.text(Role.USER, only.asString())));
  }

  private static ChatRequest request(JsonNode body, List<Message> messages) {
    return new ChatRequest(
        body.path("model").asString(""),
        messages,
        tools(body),
        toolChoice(body),
        body.path("parallel_tool_calls").isBoolean()
            ? body.get("parallel_tool_calls").asBoolean()
            : null,
        format(body.path("response_format")),
        sampling(body),
        extras(body));
  }

  private static List<Tool> tools(JsonNode body) {
    List<Tool> tools = new ArrayList<>();
    int position = 0;
    for (JsonNode tool : list(body, "tools")) {
      String at = "tools[" + position++ + "]";
      if (!tool.path("type").asString("function").equals("function")) {
        throw wrong(at + ".type", "must be 'function' for this model");
      }
      tools.add(tool(tool.path("function"), at + ".function", CacheControl.of(tool)));
    }
    for (JsonNode function : list(body, "functions")) {
      tools.add(tool(function, "functions", null));
    }
    return tools;
  }

  private static Tool tool(JsonNode function, String at, Part.@Nullable CachePoint cache) {
    String name = function.path("name").asString("");
    if (name.isEmpty()) {
      throw wrong(at + ".name", "is missing");
    }
    JsonNode parameters = function.path("parameters");
    JsonNode strict = function.path("strict");
    return new Tool(
        name,
        function.path("description").asString(null),
        parameters.isObject() ? parameters : null,
        strict.isBoolean() ? strict.asBoolean() : null,
        cache);
  }

  private static @Nullable ToolChoice toolChoice(JsonNode body) {
    if (body.hasNonNull("tool_choice")) {
      return toolChoiceOf(body.get("tool_choice"));
    }
    JsonNode older = body.path("function_call");
    return older.isObject() ? named(older.path("name"), "function_call.name") : toolChoiceOf(older);
  }

  private static ToolChoice named(JsonNode name, String at) {
    if (name.asString("").isEmpty()) {
      throw wrong(at, "is missing");
    }
    return new ToolChoice.Named(name.asString());
  }

  private static @Nullable ToolChoice toolChoiceOf(JsonNode choice) {
    if (choice.isMissingNode() || choice.isNull()) {
      return null;
    }
    if (choice.isObject()) {
      return named(choice.path("function").path("name"), "tool_choice.function.name");
    }
    return switch (choice.asString("")) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required", "any" -> new ToolChoice.Required();
      default -> throw wrong("tool_choice", "must be none, auto, required or a function");
    };
  }

  private static @Nullable ResponseFormat format(JsonNode format) {
    if (!format.isObject() && !format.isMissingNode() && !format.isNull()) {
      throw wrong("response_format", "must be an object");
    }
    return switch (format.path("type").asString("")) {
      case "" -> null;
      case "text" -> new ResponseFormat.Text();
      case "json_object" -> new ResponseFormat.JsonObject();
      case "json_schema" -> schema(format.path("json_schema"));
      default -> throw wrong("response_format.type", "must be text, json_object or json_schema");
    };
  }

  private static ResponseFormat schema(JsonNode schema) {
    if (!schema.path("schema").isObject()) {
      throw wrong("response_format.json_schema.schema", "must be an object");
    }
    JsonNode strict = schema.path("strict");
    return new ResponseFormat.JsonSchema(
        schema.path("name").asString("response"),
        schema.path("description").asString(null),
        schema.get("schema"),
        strict.isBoolean() ? strict.asBoolean() : null);
  }

  private static Sampling sampling(JsonNode body) {
    Long limit = whole(body, "max_completion_tokens", 1, Integer.MAX_VALUE);
    if (limit == null) {
      limit = whole(body, "max_tokens", 1, Integer.MAX_VALUE);
    }
    Long topK = whole(body, "top_k", 0, Integer.MAX_VALUE);
    return new Sampling(
        limit == null ? null : limit.intValue(),
        number(body, "temperature"),
        number(body, "top_p"),
        number(body, "frequency_penalty"),
        number(body, "presence_penalty"),
        whole(body, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
        stop(body.path("stop")),
        effort(body),
        budget(body),
        topK == null ? null : topK.intValue());
  }

  /** {@code reasoning_effort}, or OpenRouter's {@code reasoning.effort}. */
  private static @Nullable String effort(JsonNode body) {
    JsonNode effort =
        body.hasNonNull("reasoning_effort")
            ? body.get("reasoning_effort")
            : body.path("reasoning").path("effort");
    if (effort.isMissingNode() || effort.isNull()) {
      return null;
    }
    if (!effort.isString()) {
      throw wrong("reasoning_effort", "must be a string");
    }
    return effort.asString();
  }

  /** Anthropic's {@code thinking.budget_tokens}, or OpenRouter's {@code reasoning.max_tokens}. */
  private static @Nullable Integer budget(JsonNode body) {
    JsonNode thinking = body.path("thinking").path("budget_tokens");
    JsonNode budget =
        thinking.isMissingNode() ? body.path("reasoning").path("max_tokens") : thinking;
    return budget.isIntegralNumber() && budget.canConvertToInt() && budget.asInt() > 0
        ? budget.asInt()
        : null;
  }

  private static @Nullable Long whole(JsonNode body, String field, long least, long most) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToLong();
    if (!fits || value.asLong() < least || value.asLong() > most) {
      throw wrong(field, least == 1 ? "must be a positive whole number" : "must be a whole number");
    }
    return value.asLong();
  }

  /** A member that is a list, empty when it is not there. */
  private static JsonNode list(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isArray() && !value.isMissingNode() && !value.isNull()) {
      throw wrong(field, "must be a list");
    }
    return value;
  }

  private static @Nullable Double number(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw wrong(field, "must be a number");
    }
    return number;
  }

  private static List<String> stop(JsonNode stop) {
    if (stop.isString()) {
      return List.of(stop.asString());
    }
    boolean none = stop.isMissingNode() || stop.isNull();
    if (!none && !stop.isArray()) {
      throw wrong("stop", "must be a string or a list of strings");
    }
    List<String> sequences = new ArrayList<>();
    for (JsonNode sequence : stop) {
      if (!sequence.isString()) {
        throw wrong("stop", "must be a string or a list of strings");
      }
      sequences.add(sequence.asString());
    }
    return sequences;
  }

  private static Map<String, JsonNode> extras(JsonNode body) {
    Map<String, JsonNode> extras = new HashMap<>();
    body.properties()
        .forEach(member -> {
          if (!UNDERSTOOD.contains(member.getKey()) && !member.getValue().isNull()) {
            extras.put(member.getKey(), member.getValue());
          }
        });
    return extras;
  }
}

package io.llmgw.server.responses;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads a request of the Responses API into the canonical model.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">the request</a>
 */
final class RequestDecoder {
  /** Members with a canonical place, or that only shape the answer of the gateway itself. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "model",
          "input",
          "instructions",
          "include",
          "max_output_tokens",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning",
          "previous_response_id",
          "store",
          "background",
          "stream",
          "stream_options",
          "temperature",
          "top_p",
          "top_k",
          "metadata");

  /** Members that only OpenAI can follow, and an answer is as good without. */
  private static final Set<String> LOST =
      Set.of(
          "max_tool_calls",
          "truncation",
          "context_management",
          "top_logprobs",
          "moderation",
          "prompt_cache_options");

  private final JsonNode body;
  private final Fidelity fidelity;

  private RequestDecoder(JsonNode body, Fidelity fidelity) {
    this.body = body;
    this.fidelity = fidelity;
  }

  /**
   * Decodes a body.
   *
   * @param history the items of the conversation so far
   * @param references gives the item of an id, or null
   * @throws io.llmgw.model.GatewayException naming the field that is wrong
   */
  static ChatRequest decode(
      JsonNode body,
      List<JsonNode> history,
      Function<String, @Nullable JsonNode> references,
      Fidelity fidelity) {
    return new RequestDecoder(body, fidelity).decode(history, references);
  }

  private ChatRequest decode(
      List<JsonNode> history, Function<String, @Nullable JsonNode> references) {
    refuse();
    List<Message> messages = new ArrayList<>(instructions());
    messages.addAll(input(history, references));
    ToolDecoder.Tools tools = ToolDecoder.decode(body, fidelity);
    JsonNode parallel = body.path("parallel_tool_calls");
    if (!parallel.isBoolean() && isSet(parallel)) {
      throw wrong("parallel_tool_calls", "must be true or false");
    }
    boolean tellsParallel = parallel.isBoolean() && !tools.tools().isEmpty();
    return new ChatRequest(
        body.path("model").asString(""),
        messages,
        tools.tools(),
        tools.choice(),
        tellsParallel ? parallel.asBoolean() : null,
        format(),
        sampling(),
        extras());
  }

  private static boolean isSet(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  /** What would silently be something else than it was meant to be. */
  private void refuse() {
    JsonNode background = body.path("background");
    boolean off = background.isBoolean() && !background.asBoolean();
    if (isSet(background) && !off) {
      throw wrong("background", "cannot be true for this model: its answers come at once");
    }
    if (body.hasNonNull("prompt")) {
      throw wrong("prompt", "names a template of OpenAI's; send its text as instructions");
    }
    if (body.hasNonNull("conversation")) {
      throw wrong(
          "conversation", "is not kept for this model; send the items, or previous_response_id");
    }
  }

  private List<Message> instructions() {
    JsonNode instructions = body.path("instructions");
    if (instructions.isString()) {
      return instructions.asString().isEmpty()
          ? List.of()
          : List.of(Message.text(Role.SYSTEM, instructions.asString()));
    }
    if (!isSet(instructions)) {
      return List.of();
    }
    if (!instructions.isArray()) {
      throw wrong("instructions", "must be a string or a list of items");
    }
    InputDecoder decoder = new InputDecoder(fidelity, _ -> null);
    items(decoder, instructions, "instructions");
    return decoder.end();
  }

  private List<Message> input(
      List<JsonNode> history, Function<String, @Nullable JsonNode> references) {
    InputDecoder decoder = new InputDecoder(fidelity, references);
    int position = 0;
    for (JsonNode item : history) {
      decoder.item(item, "previous_response[" + position++ + "]");
    }
    JsonNode input = body.path("input");
    if (input.isArray()) {
      items(decoder, input, "input");
    } else if (input.isString()) {
      decoder.item(userMessage(input.asString()), "input");
    } else if (isSet(input)) {
      throw wrong("input", "must be a string or a list of items");
    }
    List<Message> messages = decoder.end();
    if (messages.isEmpty()) {
      throw wrong("input", isSet(input) ? "must have at least one item" : "is missing");
    }
    return messages;
  }

  private static JsonNode userMessage(String text) {
    return JsonNodeFactory.instance.objectNode().put("role", "user").put("content", text);
  }

  private static void items(InputDecoder decoder, JsonNode list, String at) {
    int position = 0;
    for (JsonNode item : list) {
      decoder.item(item, at + "[" + position++ + "]");
    }
  }

  private @Nullable ResponseFormat format() {
    JsonNode text = body.path("text");
    if (!text.isObject() && isSet(text)) {
      throw wrong("text", "must be an object");
    }
    JsonNode format = text.path("format");
    if (!format.isObject() && isSet(format)) {
      throw wrong("text.format", "must be an object");
    }
    return switch (format.path("type").asString("")) {
      case "" -> null;
      case "text" -> new ResponseFormat.Text();
      case "json_object" -> new ResponseFormat.JsonObject();
      case "json_schema" -> schema(format);
      default -> throw wrong("text.format.type", "must be text, json_object or json_schema");
    };
  }

  private static ResponseFormat schema(JsonNode format) {
    if (!format.path("schema").isObject()) {
      throw wrong("text.format.schema", "must be an object");
    }
    JsonNode strict = format.path("strict");
    return new ResponseFormat.JsonSchema(
        format.path("name").asString("response"),
        format.path("description").asString(null),
        format.get("schema"),
        strict.isBoolean() ? strict.asBoolean() : null);
  }

  private Sampling sampling() {
    return new Sampling(
        whole("max_output_tokens"),
        number("temperature"),
        number("top_p"),
        null,
        null,
        null,
        List.of(),
        effort(),
        null,
        whole("top_k"));
  }

  private @Nullable String effort() {
    JsonNode reasoning = body.path("reasoning");
    if (!reasoning.isObject() && isSet(reasoning)) {
      throw wrong("reasoning", "must be an object");
    }
    JsonNode effort = reasoning.path("effort");
    if (!effort.isString() && isSet(effort)) {
      throw wrong("reasoning.effort", "must be a string");
    }
    return effort.asString(null);
  }

  private @Nullable Integer whole(String field) {
    JsonNode value = body.path(field);
    if (!isSet(value)) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1) {
      throw wrong(field, "must be a positive whole number");
    }
    return value.asInt();
  }

  private @Nullable Double number(String field) {
    JsonNode value = body.path(field);
    if (!isSet(value)) {
      return null;
    }
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw wrong(field, "must be a number");
    }
    return number;
  }

  /** Whatever has the same name for a chat, and what only an upstream can judge. */
  private Map<String, JsonNode> extras() {
    Map<String, JsonNode> extras = new HashMap<>();
    body.properties()
        .forEach(member -> {
          String name = member.getKey();
          if (LOST.contains(name)) {
            lose(name, member.getValue());
          } else if (!UNDERSTOOD.contains(name) && isSet(member.getValue())) {
            extras.put(name, member.getValue());
          }
        });
    extras.remove("prompt");
    extras.remove("conversation");
    JsonNode verbosity = body.path("text").path("verbosity");
    if (verbosity.isString()) {
      extras.put("verbosity", verbosity);
    }
    return extras;
  }

  private void lose(String name, JsonNode value) {
    boolean nothing =
        !isSet(value) || value.asString("").equals("disabled") || value.asString("").equals("0");
    if (!nothing) {
      fidelity.lose(name, "only OpenAI's own Responses API has it");
    }
  }
}

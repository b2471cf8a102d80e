package io.llmgw.server.ollama;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chat or generate request into the canonical model.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">the API</a>
 */
final class RequestDecoder {
  /** Options that other providers' servers know too. */
  private static final Set<String> COMMON = Set.of("min_p", "repeat_penalty");

  private final JsonNode body;
  private final JsonNode options;
  private final Fidelity fidelity;

  private RequestDecoder(JsonNode body, Fidelity fidelity) {
    this.body = body;
    this.options = body.path("options");
    this.fidelity = fidelity;
    if (!options.isObject() && !options.isMissingNode() && !options.isNull()) {
      throw wrong("options", "must be an object");
    }
  }

  /**
   * Decodes a body of {@code /api/chat}.
   *
   * @throws io.llmgw.model.GatewayException naming the field that is wrong
   */
  static ChatRequest chat(JsonNode body, Fidelity fidelity) {
    RequestDecoder decoder = new RequestDecoder(body, fidelity);
    return decoder.request(new MessageDecoder().messages(body.path("messages")));
  }

  /** Decodes a body of {@code /api/generate}: the prompt is one message of the user's. */
  static ChatRequest generate(JsonNode body, Fidelity fidelity) {
    RequestDecoder decoder = new RequestDecoder(body, fidelity);
    String suffix = body.path("suffix").asString("");
    if (!suffix.isEmpty()) {
      throw wrong("suffix", "is not supported: no provider here fills in the middle of a text");
    }
    for (String field : new String[] {"template", "context", "raw"}) {
      if (body.hasNonNull(field)) {
        fidelity.lose(field, "only Ollama's own models have templates and contexts");
      }
    }
    List<Message> messages = new ArrayList<>();
    String system = body.path("system").asString("");
    if (!system.isEmpty()) {
      messages.add(Message.text(Role.SYSTEM, system));
    }
    if (!body.path("prompt").isString()) {
      throw wrong("prompt", "must be a string");
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Text(body.path("prompt").asString()));
    parts.addAll(MessageDecoder.images(body.path("images"), "images"));
    messages.add(new Message(Role.USER, parts));
    return decoder.request(messages);
  }

  private ChatRequest request(List<Message> messages) {
    return new ChatRequest(
        body.path("model").asString(body.path("name").asString("")),
        messages,
        tools(),
        null,
        null,
        format(),
        sampling(),
        extras());
  }

  private List<Tool> tools() {
    JsonNode list = body.path("tools");
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw wrong("tools", "must be a list");
    }
    List<Tool> tools = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode function = list.get(i).path("function");
      String name = function.path("name").asString("");
      if (name.isEmpty()) {
        throw wrong("tools[" + i + "].function.name", "is missing");
      }
      JsonNode schema = function.path("parameters");
      tools.add(
          new Tool(
              name,
              function.path("description").asString(null),
              schema.isObject() ? schema : null,
              null));
    }
    return tools;
  }

  private @Nullable ResponseFormat format() {
    JsonNode format = body.path("format");
    if (format.isObject()) {
      return new ResponseFormat.JsonSchema("response", null, format, null);
    }
    if (!format.isString() && !format.isMissingNode() && !format.isNull()) {
      throw wrong("format", "must be 'json' or a JSON schema");
    }
    return switch (format.asString("")) {
      case "" -> null;
      case "json" -> new ResponseFormat.JsonObject();
      default -> throw wrong("format", "must be 'json' or a JSON schema");
    };
  }

  private Sampling sampling() {
    Long limit = whole("num_predict");
    Long seed = whole("seed");
    Long topK = whole("top_k");
    return new Sampling(
        limit == null || limit <= 0 ? null : Math.toIntExact(Math.min(limit, Integer.MAX_VALUE)),
        number("temperature"),
        number("top_p"),
        number("frequency_penalty"),
        number("presence_penalty"),
        seed == null || seed <= 0 ? null : seed,
        stop(),
        effort(),
        null,
        topK == null || topK <= 0 ? null : topK.intValue());
  }

  private @Nullable String effort() {
    JsonNode think = body.path("think");
    if (think.isBoolean()) {
      return think.asBoolean() ? "medium" : "none";
    }
    if (think.isString()) {
      return think.asString();
    }
    if (!think.isMissingNode() && !think.isNull()) {
      throw wrong("think", "must be true, false, low, medium or high");
    }
    return null;
  }

  private @Nullable Long whole(String name) {
    JsonNode value = options.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber() || !value.canConvertToLong()) {
      throw wrong("options." + name, "must be a whole number");
    }
    // clients without whole numbers write 1.0
    return value.decimalValue().longValue();
  }

  private @Nullable Double number(String name) {
    JsonNode value = options.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw wrong("options." + name, "must be a number");
    }
    return number;
  }

  private List<String> stop() {
    JsonNode stop = options.path("stop");
    if (stop.isString()) {
      return List.of(stop.asString());
    }
    List<String> sequences = new ArrayList<>();
    stop.forEach(sequence -> sequences.add(sequence.asString("")));
    return sequences;
  }

  /** Options with the same name elsewhere; those of the machine that runs a model are no one's. */
  private Map<String, JsonNode> extras() {
    Map<String, JsonNode> extras = new HashMap<>();
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      if (COMMON.contains(option.getKey())) {
        extras.put(option.getKey(), option.getValue());
      } else if (option.getKey().startsWith("num_") && !option.getKey().equals("num_predict")) {
        fidelity.lose("options." + option.getKey(), "it is a setting of Ollama's own engine");
      }
    }
    return extras;
  }
}

package io.llmgw.provider.ollama;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.Call;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.UnplacedParams;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one canonical request in Ollama's words.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">the API</a>
 */
final class ChatEncoder {
  /** Extras that are options of the model. */
  static final Set<String> OPTIONS =
      Set.of(
          "num_ctx",
          "num_predict",
          "num_batch",
          "num_keep",
          "num_gpu",
          "num_thread",
          "main_gpu",
          "min_p",
          "typical_p",
          "repeat_penalty",
          "repeat_last_n",
          "mirostat",
          "mirostat_eta",
          "mirostat_tau",
          "tfs_z",
          "use_mmap",
          "use_mlock");

  /** Extras that say what the canonical request already says, or change no answer. */
  private static final Set<String> QUIET = Set.of("output_config", "service_tier", "think");

  private final MediaLoader media;
  private final Call call;
  private final Map<String, String> toolNames = new HashMap<>();
  private final ObjectNode body = JsonNodeFactory.instance.objectNode();

  ChatEncoder(MediaLoader media, Call call) {
    this.media = media;
    this.call = call;
  }

  /**
   * The body to send.
   *
   * @param think whether the model may be told how to think
   */
  ObjectNode encode(ChatRequest request, String model, boolean think) {
    body.put("model", model);
    ArrayNode messages = body.putArray("messages");
    for (int i = 0; i < request.messages().size(); i++) {
      message(messages, request.messages().get(i), "messages[" + i + "]");
    }
    tools(request);
    format(request, messages);
    body.put("stream", true);
    think(request.sampling().effort(), think);
    options(request);
    return body;
  }

  private Fidelity fidelity() {
    return call.fidelity();
  }

  /** A result is a message of its own here, whatever stands beside it. */
  private void message(ArrayNode messages, Message message, String at) {
    List<Part> others = new ArrayList<>();
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        result(messages, result, at);
      } else {
        others.add(part);
      }
    }
    if (message.role() != Role.TOOL) {
      if (!others.isEmpty() || message.parts().isEmpty()) {
        ObjectNode node = messages.addObject();
        node.put("role", message.role().name().toLowerCase(Locale.ROOT));
        parts(node, others, at);
      }
    } else if (!others.isEmpty()) {
      parts(messages.addObject().put("role", "user"), others, at);
    }
  }

  private void result(ArrayNode messages, Part.ToolResult result, String at) {
    ObjectNode node = messages.addObject().put("role", "tool");
    String name = result.name() != null ? result.name() : toolNames.get(result.callId());
    parts(node, result.content(), at);
    if (result.failed()) {
      node.put("content", "Error: " + node.path("content").asString(""));
    }
    node.put("tool_name", name == null ? "unknown" : name).put("tool_call_id", result.callId());
  }

  private void parts(ObjectNode node, List<Part> parts, String at) {
    List<String> texts = new ArrayList<>();
    StringBuilder thinking = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Text text -> texts.add(text.text());
        case Part.Refusal refusal -> texts.add(refusal.text());
        case Part.Media file -> texts.addAll(media(node, file, at + ".content[" + i + "]"));
        case Part.Reasoning thought -> thinking.append(thought.text());
        case Part.ToolCall toolCall -> call(node.withArray("tool_calls"), toolCall);
        case Part.ToolResult _, Part.CachePoint _ -> {}
      }
    }
    node.put("content", String.join("\n", texts));
    if (!thinking.isEmpty()) {
      node.put("thinking", thinking.toString());
    }
  }

  /** Images go beside the text; other files only as what they say, if they are texts. */
  private List<String> media(ObjectNode node, Part.Media file, String field) {
    Part.Media loaded = media.load(file, field, call);
    String data = loaded.base64() == null ? "" : loaded.base64();
    return switch (loaded.kind()) {
      case IMAGE, AUDIO -> {
        node.withArray("images").add(data);
        yield List.of();
      }
      case DOCUMENT -> {
        String type = loaded.mediaType();
        if (type == null || !type.startsWith("text/")) {
          String what = type == null || type.isEmpty() ? "a file of an unknown type" : type;
          throw Refused.field(field, "holds " + what + ", which Ollama cannot read");
        }
        yield List.of(decoded(data, field));
      }
    };
  }

  private static String decoded(String base64, String field) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw Refused.field(field, "is no base64: " + broken.getMessage());
    }
  }

  private void call(ArrayNode calls, Part.ToolCall call) {
    toolNames.put(call.id(), call.name());
    ObjectNode node = calls.addObject().put("id", call.id());
    node.putObject("function").put("name", call.name()).set("arguments", arguments(call));
  }

  /** An object, whatever the model wrote; Ollama refuses anything else. */
  private JsonNode arguments(Part.ToolCall call) {
    try {
      JsonNode tree = Json.MAPPER.readTree(call.arguments().isBlank() ? "{}" : call.arguments());
      if (tree.isObject()) {
        return tree;
      }
      fidelity()
          .change("arguments of " + call.name(), "they are no object, so they are put in one");
      return JsonNodeFactory.instance.objectNode().set("value", tree);
    } catch (JacksonException _) {
      fidelity().change("arguments of " + call.name(), "they are no JSON, so they are put in it");
      return JsonNodeFactory.instance.objectNode().put("value", call.arguments());
    }
  }

  private void tools(ChatRequest request) {
    List<Tool> tools = request.tools();
    ToolChoice choice = request.toolChoice();
    switch (choice) {
      case null -> {}
      case ToolChoice.Auto _ -> {}
      case ToolChoice.None _ -> tools = List.of();
      case ToolChoice.Required _ ->
          fidelity().drop("tool_choice", "Ollama's models decide themselves whether to call");
      case ToolChoice.Named named -> tools = only(tools, named.name());
    }
    if (Boolean.FALSE.equals(request.parallelToolCalls())) {
      fidelity().lose("parallel_tool_calls", "Ollama does not have it");
    }
    tools.forEach(tool -> tool(body.withArray("tools"), tool));
  }

  /** Offers that tool alone and asks for it in words, for there is no way to demand it. */
  private List<Tool> only(List<Tool> tools, String name) {
    List<Tool> named = tools.stream().filter(tool -> tool.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw Refused.field("tool_choice", "names '" + name + "', which is not among the tools");
    }
    instruct("Call the tool " + name + ".");
    fidelity().change("tool_choice", "only the named tool is offered, and asked for in words");
    return named;
  }

  /** In front of everything, so that the end of the conversation stays what it is. */
  private void instruct(String text) {
    body.withArray("messages").insertObject(0).put("role", "system").put("content", text);
  }

  private static void tool(ArrayNode tools, Tool tool) {
    ObjectNode function =
        tools.addObject().put("type", "function").putObject("function").put("name", tool.name());
    function.put("description", tool.description() == null ? "" : tool.description());
    if (tool.parameters() != null) {
      function.set("parameters", tool.parameters());
    } else {
      function.putObject("parameters").put("type", "object").putObject("properties");
    }
  }

  private void format(ChatRequest request, ArrayNode messages) {
    switch (request.format()) {
      case null -> {}
      case ResponseFormat.Text _ -> {}
      case ResponseFormat.JsonObject _ -> {
        body.put("format", "json");
        if (!mentionsJson(messages)) {
          // without being told, models fill the rest of their context with blanks
          instruct("Answer with a JSON object.");
          fidelity().fill("messages", "a system message that asks for JSON, which nobody did");
        }
      }
      case ResponseFormat.JsonSchema schema -> {
        body.set("format", schema.schema());
        if (schema.description() != null) {
          fidelity().lose("response_format.json_schema.description", "Ollama does not have it");
        }
      }
    }
  }

  private static boolean mentionsJson(ArrayNode messages) {
    for (JsonNode message : messages) {
      if (message.path("content").asString("").toLowerCase(Locale.ROOT).contains("json")) {
        return true;
      }
    }
    return false;
  }

  private void think(@Nullable String effort, boolean able) {
    if (effort == null) {
      return;
    }
    if (!able) {
      fidelity().lose("reasoning_effort", "the model does not think");
      return;
    }
    switch (effort) {
      case "none" -> body.put("think", false);
      case "minimal" -> body.put("think", "low");
      case "xhigh" -> body.put("think", "max");
      default -> body.put("think", effort);
    }
  }

  private void options(ChatRequest request) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(request.extras()).forEach((name, value) -> extra(options, name, value));
    Sampling sampling = request.sampling();
    put(options, "num_predict", sampling.maxTokens());
    put(options, "temperature", sampling.temperature());
    put(options, "top_p", sampling.topP());
    put(options, "top_k", sampling.topK());
    put(options, "seed", sampling.seed());
    put(options, "frequency_penalty", sampling.frequencyPenalty());
    put(options, "presence_penalty", sampling.presencePenalty());
    sampling.stop().stream()
        .filter(sequence -> !sequence.isEmpty())
        .forEach(sequence -> options.withArray("stop").add(sequence));
    if (!options.isEmpty()) {
      body.set("options", options);
    }
  }

  private static void put(ObjectNode options, String name, @Nullable Number value) {
    if (value != null) {
      options.putPOJO(name, value);
    }
  }

  private void extra(ObjectNode options, String name, JsonNode value) {
    if (OPTIONS.contains(name)) {
      options.set(name, value);
      return;
    }
    switch (name) {
      case "options" -> {
        if (!value.isObject()) {
          throw Refused.field(name, "must be an object");
        }
        value.properties().forEach(option -> options.set(option.getKey(), option.getValue()));
      }
      case "keep_alive" -> body.set(name, value);
      case "n" -> {
        if (value.asInt(1) > 1) {
          fidelity().drop(name, "Ollama gives one answer for a request");
        }
      }
      case "logprobs", "top_logprobs" -> {
        if (!unset(value)) {
          fidelity().drop(name, "they get lost on the way back from Ollama's protocol");
        }
      }
      default -> {
        if (!UnplacedParams.isQuiet(name) && !QUIET.contains(name) && !unset(value)) {
          fidelity().drop(name, "Ollama does not have it");
        }
      }
    }
  }

  private static boolean unset(JsonNode value) {
    return value.isNull() || UnplacedParams.isOff(value);
  }
}

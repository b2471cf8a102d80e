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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  /** Extras that say what the canonical request already says. */
  private static final Set<String> SAID = Set.of("reasoning", "thinking", "think", "n");

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
    format(request.format(), messages);
    body.put("stream", true);
    if (think) {
      think(request.sampling());
    }
    options(request);
    return body;
  }

  private Fidelity fidelity() {
    return call.fidelity();
  }

  private void message(ArrayNode messages, Message message, String at) {
    if (message.role() == Role.TOOL) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolResult result) {
          result(messages, result, at);
        }
      }
      return;
    }
    ObjectNode node = messages.addObject();
    node.put("role", message.role().name().toLowerCase(Locale.ROOT));
    parts(node, message.parts(), at);
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
        if (loaded.mediaType() == null || !loaded.mediaType().startsWith("text/")) {
          throw Refused.field(field, "is a " + loaded.mediaType() + ", which Ollama cannot read");
        }
        byte[] bytes = Base64.getDecoder().decode(data);
        yield List.of(new String(bytes, StandardCharsets.UTF_8));
      }
    };
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
      case ToolChoice.Named named -> {
        tools = tools.stream().filter(tool -> tool.name().equals(named.name())).toList();
        fidelity()
            .change("tool_choice", "only the named tool is offered, which is not demanding it");
      }
    }
    if (request.parallelToolCalls() != null) {
      fidelity().lose("parallel_tool_calls", "Ollama does not have it");
    }
    tools.forEach(tool -> tool(body.withArray("tools"), tool));
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

  private void format(@Nullable ResponseFormat format, ArrayNode messages) {
    switch (format) {
      case null -> {}
      case ResponseFormat.Text _ -> {}
      case ResponseFormat.JsonObject _ -> {
        body.put("format", "json");
        // without being told, models fill the rest of their context with blanks
        messages.insertObject(0).put("role", "system").put("content", "Answer with a JSON object.");
      }
      case ResponseFormat.JsonSchema schema -> body.set("format", schema.schema());
    }
  }

  private void think(Sampling sampling) {
    String effort = sampling.effort();
    switch (effort) {
      case null -> {}
      case "none" -> body.put("think", false);
      case "minimal" -> body.put("think", "low");
      case "xhigh" -> body.put("think", "max");
      default -> body.put("think", effort);
    }
  }

  private void options(ChatRequest request) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    request.extras().forEach((name, value) -> extra(options, name, value));
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
    } else if (name.equals("options") && value.isObject()) {
      value.properties().forEach(option -> options.set(option.getKey(), option.getValue()));
    } else if (name.equals("keep_alive")
        || name.equals("logprobs")
        || name.equals("top_logprobs")) {
      body.set(name, value);
    } else if (!SAID.contains(name) || (name.equals("n") && value.asInt(1) > 1)) {
      fidelity().drop(name, "Ollama does not have it");
    }
  }
}

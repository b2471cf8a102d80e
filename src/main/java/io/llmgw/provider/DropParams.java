package io.llmgw.provider;

import io.llmgw.json.DropPath;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code additional_drop_params} for requests that are translated: what the configuration, or the
 * client itself, says must never be sent. A path is first taken for OpenAI's name of a parameter,
 * then for the upstream's own. Immutable.
 *
 * @see <a href="https://docs.litellm.ai/docs/completion/drop_params">LiteLLM's meaning of it</a>
 */
public final class DropParams {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String WHY = "is configured to be dropped";

  /** What no upstream can do without; of the tools those are left that the conversation used. */
  private static final Set<String> NEEDED =
      Set.of("model", "messages", "contents", "system", "max_tokens", "tools", "tool_choice");

  private final List<String> paths;

  private DropParams(List<String> paths) {
    this.paths = List.copyOf(paths);
  }

  /** What is dropped from that request: the configured paths, and those it names itself. */
  public static DropParams of(List<String> configured, ChatRequest request) {
    List<String> paths = new ArrayList<>(configured);
    JsonNode own = request.extras().get("additional_drop_params");
    if (own != null) {
      own.forEach(path -> paths.add(path.asString("")));
    }
    paths.removeIf(String::isBlank);
    return new DropParams(paths);
  }

  /**
   * The request without what the paths name in OpenAI's words, and without what it says to the
   * gateway alone.
   */
  public ChatRequest from(ChatRequest request, Fidelity fidelity) {
    JsonNode wish = request.extras().get("drop_params");
    if (wish != null && wish.isBoolean()) {
      fidelity.dropParams(wish.asBoolean());
    }
    if (paths.isEmpty() && request.extras().keySet().stream().noneMatch(GatewayMembers::contain)) {
      return request;
    }
    ObjectNode params = written(request);
    for (String path : paths) {
      int size = params.toString().length();
      DropPath.without(params, "." + path, 0);
      if (params.toString().length() < size) {
        fidelity.lose(path, WHY);
      }
    }
    return read(params, request);
  }

  /** Takes out what the paths name in the upstream's words. */
  public void from(ObjectNode body) {
    for (String path : paths) {
      if (!NEEDED.contains(path)) {
        DropPath.without(body, "." + path, 0);
      }
    }
  }

  private static ObjectNode written(ChatRequest request) {
    Sampling sampling = request.sampling();
    ObjectNode params = JSON.objectNode();
    request
        .extras()
        .forEach((name, value) -> {
          if (!GatewayMembers.contain(name)) {
            params.set(name, value.deepCopy());
          }
        });
    params.put("max_tokens", sampling.maxTokens());
    params.put("max_completion_tokens", sampling.maxTokens());
    params.put("temperature", sampling.temperature());
    params.put("top_p", sampling.topP());
    params.put("frequency_penalty", sampling.frequencyPenalty());
    params.put("presence_penalty", sampling.presencePenalty());
    params.put("seed", sampling.seed());
    params.put("reasoning_effort", sampling.effort());
    params.put("top_k", sampling.topK());
    if (sampling.thinkingBudget() != null && !params.has("thinking")) {
      params.putObject("thinking").put("budget_tokens", sampling.thinkingBudget());
    }
    params.set("stop", list(sampling.stop().stream().map(JSON::stringNode)));
    params.set("tools", list(request.tools().stream().map(DropParams::written)));
    params.put("tool_choice", request.toolChoice() == null ? null : true);
    params.put("parallel_tool_calls", request.parallelToolCalls());
    params.set("response_format", request.format() == null ? null : written(request.format()));
    params.removeIf(JsonNode::isNull);
    return params;
  }

  private static @Nullable ArrayNode list(Stream<? extends JsonNode> elements) {
    ArrayNode list = JSON.arrayNode();
    elements.forEach(list::add);
    return list.isEmpty() ? null : list;
  }

  private static ObjectNode written(Tool tool) {
    ObjectNode whole = JSON.objectNode().put("type", "function");
    ObjectNode function = whole.putObject("function").put("name", tool.name());
    function.put("description", tool.description()).put("strict", tool.strict());
    function.set("parameters", copy(tool.parameters()));
    function.removeIf(JsonNode::isNull);
    if (tool.cache() != null) {
      whole.putObject("cache_control");
    }
    return whole;
  }

  private static JsonNode written(ResponseFormat format) {
    if (!(format instanceof ResponseFormat.JsonSchema schema)) {
      return JSON.objectNode();
    }
    ObjectNode whole = JSON.objectNode();
    ObjectNode inner = whole.putObject("json_schema").put("name", schema.name());
    inner.put("description", schema.description()).put("strict", schema.strict());
    inner.set("schema", copy(schema.schema()));
    inner.removeIf(JsonNode::isNull);
    return whole;
  }

  private static @Nullable JsonNode copy(@Nullable JsonNode schema) {
    return schema == null ? null : schema.deepCopy();
  }

  private static ChatRequest read(ObjectNode params, ChatRequest request) {
    Map<String, JsonNode> extras = new HashMap<>();
    request
        .extras()
        .forEach((name, _) -> {
          if (params.has(name)) {
            extras.put(name, params.get(name));
          }
        });
    boolean tools = request.tools().isEmpty() || params.has("tools");
    return new ChatRequest(
        request.model(),
        request.messages(),
        tools(params.path("tools"), request.tools()),
        tools && params.has("tool_choice") ? request.toolChoice() : null,
        params.has("parallel_tool_calls") ? request.parallelToolCalls() : null,
        format(params.get("response_format"), request.format()),
        sampling(params, request.sampling()),
        extras);
  }

  private static List<Tool> tools(JsonNode left, List<Tool> all) {
    Map<String, Tool> byName = new HashMap<>();
    all.forEach(tool -> byName.put(tool.name(), tool));
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : left) {
      JsonNode function = tool.path("function");
      Tool whole = byName.get(function.path("name").asString(""));
      if (whole != null) {
        JsonNode parameters = function.path("parameters");
        tools.add(
            new Tool(
                whole.name(),
                function.path("description").asString(null),
                parameters.isObject() ? parameters : null,
                function.path("strict").isBoolean() ? whole.strict() : null,
                tool.has("cache_control") ? whole.cache() : null));
      }
    }
    return tools;
  }

  private static @Nullable ResponseFormat format(
      @Nullable JsonNode left, @Nullable ResponseFormat format) {
    if (left == null || !(format instanceof ResponseFormat.JsonSchema all)) {
      return left == null ? null : format;
    }
    JsonNode schema = left.path("json_schema");
    return schema.path("schema").isObject()
        ? new ResponseFormat.JsonSchema(
            all.name(),
            schema.path("description").asString(null),
            schema.path("schema"),
            schema.path("strict").isBoolean() ? all.strict() : null)
        : null;
  }

  private static Sampling sampling(ObjectNode left, Sampling all) {
    boolean limited = left.has("max_tokens") && left.has("max_completion_tokens");
    List<String> stop = new ArrayList<>();
    left.path("stop").forEach(sequence -> stop.add(sequence.asString("")));
    return new Sampling(
        limited ? all.maxTokens() : null,
        left.has("temperature") ? all.temperature() : null,
        left.has("top_p") ? all.topP() : null,
        left.has("frequency_penalty") ? all.frequencyPenalty() : null,
        left.has("presence_penalty") ? all.presencePenalty() : null,
        left.has("seed") ? all.seed() : null,
        stop,
        left.has("reasoning_effort") ? all.effort() : null,
        left.path("thinking").has("budget_tokens") ? all.thinkingBudget() : null,
        left.has("top_k") ? all.topK() : null);
  }
}

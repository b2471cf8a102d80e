package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Message;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import io.llmgw.provider.GatewayMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one canonical request in the words of the Responses API. Nothing of it is to be stored
 * upstream: the client sends the whole conversation every time.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">the request</a>
 */
final class ResponsesEncoder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String NO_SUCH = "the Responses API has no such parameter";
  private static final int LEAST_LIMIT = 16;
  private static final int MOST_OF_LOW = 2_048;
  private static final int MOST_OF_MEDIUM = 16_384;

  /** Members of a chat request that have the same name and meaning here. */
  private static final Set<String> SAME =
      Set.of(
          "user",
          "metadata",
          "service_tier",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "store");

  /** Members that the gateway itself has read. */
  private static final Set<String> READ = Set.of("reasoning", "thinking", "logprobs", "verbosity");

  private final ResponsesThinking thinking;
  private final Fidelity fidelity;
  private final ObjectNode body = JSON.objectNode();

  /**
   * Encodes one request.
   *
   * @param thinking what the model gives of its thinking
   * @param fidelity told what cannot be said here
   */
  ResponsesEncoder(ResponsesThinking thinking, Fidelity fidelity) {
    this.thinking = thinking;
    this.fidelity = fidelity;
  }

  /**
   * The body to send.
   *
   * @throws io.llmgw.model.GatewayException when it has something this protocol has no words for
   */
  byte[] encode(ChatRequest request) {
    body.put("model", request.model());
    List<Message> messages = instructions(request.messages());
    ResponsesInput input = new ResponsesInput(fidelity);
    int position = request.messages().size() - messages.size();
    for (Message message : messages) {
      input.add(message, "messages[" + position++ + "]");
    }
    body.set("input", input.items());
    request.tools().forEach(tool -> tool(body.withArray("tools"), tool));
    if (request.toolChoice() != null) {
      choice(request.toolChoice());
    }
    if (request.parallelToolCalls() != null) {
      body.put("parallel_tool_calls", request.parallelToolCalls());
    }
    if (request.format() != null) {
      format(body.withObject("/text").putObject("format"), request.format());
    }
    sampling(request.sampling());
    body.put("store", false);
    extras(request.extras());
    return Json.MAPPER.writeValueAsBytes(body);
  }

  /** What the system says first are the instructions; the messages that are left. */
  private List<Message> instructions(List<Message> messages) {
    List<String> texts = new ArrayList<>();
    int first = 0;
    while (first < messages.size() && messages.get(first).role() == Role.SYSTEM) {
      texts.add(messages.get(first++).text());
    }
    if (!texts.isEmpty()) {
      body.put("instructions", String.join("\n\n", texts));
    }
    return messages.subList(first, messages.size());
  }

  /** Strictness is the default here, but not for whoever wrote the tool. */
  private static void tool(ArrayNode tools, Tool tool) {
    ObjectNode node = tools.addObject().put("type", "function").put("name", tool.name());
    if (tool.description() != null) {
      node.put("description", tool.description());
    }
    JsonNode schema = tool.parameters();
    node.set("parameters", schema == null ? noParameters() : schema);
    node.put("strict", Boolean.TRUE.equals(tool.strict()));
  }

  private static ObjectNode noParameters() {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    schema.putObject("properties");
    return schema;
  }

  private void choice(ToolChoice choice) {
    switch (choice) {
      case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
      case ToolChoice.None _ -> body.put("tool_choice", "none");
      case ToolChoice.Required _ -> body.put("tool_choice", "required");
      case ToolChoice.Named named ->
          body.putObject("tool_choice").put("type", "function").put("name", named.name());
    }
  }

  private static void format(ObjectNode node, ResponseFormat format) {
    switch (format) {
      case ResponseFormat.Text _ -> node.put("type", "text");
      case ResponseFormat.JsonObject _ -> node.put("type", "json_object");
      case ResponseFormat.JsonSchema schema -> {
        node.put("type", "json_schema").put("name", schema.name());
        if (schema.description() != null) {
          node.put("description", schema.description());
        }
        node.set("schema", schema.schema());
        node.put("strict", Boolean.TRUE.equals(schema.strict()));
      }
    }
  }

  private void sampling(Sampling sampling) {
    Integer limit = sampling.maxTokens();
    if (limit != null) {
      if (limit < LEAST_LIMIT) {
        fidelity.change("max_tokens", "the Responses API takes " + LEAST_LIMIT + " or more");
      }
      body.put("max_output_tokens", Math.max(limit, LEAST_LIMIT));
    }
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    reasoning(effort(sampling));
    drop("top_k", sampling.topK());
    drop("seed", sampling.seed());
    drop("frequency_penalty", sampling.frequencyPenalty());
    drop("presence_penalty", sampling.presencePenalty());
    drop("stop", sampling.stop().isEmpty() ? null : sampling.stop());
  }

  private void drop(String name, @Nullable Object value) {
    boolean said = value != null && !(value instanceof Double number && number == 0);
    if (said) {
      fidelity.drop(name, NO_SUCH);
    }
  }

  private @Nullable String effort(Sampling sampling) {
    Integer budget = sampling.thinkingBudget();
    if (sampling.effort() != null || budget == null) {
      return sampling.effort();
    }
    fidelity.change("thinking.budget_tokens", "the Responses API takes an effort instead");
    return budget <= MOST_OF_LOW ? "low" : budget <= MOST_OF_MEDIUM ? "medium" : "high";
  }

  private void reasoning(@Nullable String effort) {
    if (effort != null) {
      body.withObject("/reasoning").put("effort", effort);
    }
    if (thinking.summary() && !"none".equals(effort)) {
      body.withObject("/reasoning").put("summary", "auto");
    }
    if (thinking.encrypted()) {
      body.withArray("include").add("reasoning.encrypted_content");
    }
  }

  private void extras(Map<String, JsonNode> extras) {
    extras.forEach((name, value) -> {
      if (SAME.contains(name)) {
        body.set(name, value);
      } else if (!READ.contains(name) && !GatewayMembers.contain(name) && !isOne(name, value)) {
        fidelity.drop(name, NO_SUCH);
      }
    });
    JsonNode verbosity = extras.get("verbosity");
    if (verbosity != null) {
      body.withObject("/text").set("verbosity", verbosity);
    }
    JsonNode logprobs = extras.get("logprobs");
    if (logprobs != null && logprobs.asBoolean(false)) {
      fidelity.drop("logprobs", "the answer is told in another protocol, without them");
    }
  }

  /** One answer is what comes anyway. */
  private static boolean isOne(String name, JsonNode value) {
    return name.equals("n") && value.asInt(0) == 1;
  }
}

package io.llmgw.provider.anthropic;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Sampling;
import io.llmgw.provider.Call;
import io.llmgw.provider.DropParams;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.ToolNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one canonical request in Anthropic's words.
 *
 * @see <a href="https://docs.claude.com/en/api/messages">the Messages API</a>
 */
final class RequestEncoder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String JSON_ONLY =
      "Answer with one JSON object and nothing else: no text around it and no code fence.";

  private final Profile profile;
  private final ChatRequest request;
  private final DropParams drops;
  private final Fidelity fidelity;
  private final ToolNames names = Encoded.noNames();
  private final Extras extras;
  private final ToolSetup tools;
  private final Conversation conversation;
  private final ObjectNode body = JSON.objectNode();

  private RequestEncoder(Profile profile, ChatRequest original, MediaLoader loader, Call call) {
    this.profile = profile;
    this.fidelity = call.fidelity();
    this.drops = DropParams.of(profile.dropPaths(), original);
    this.request = drops.from(profile.additions().fill(original), fidelity);
    this.extras = new Extras(request.extras(), profile.allowed(), fidelity);
    this.tools = new ToolSetup(request, profile.traits(), names, fidelity);
    this.conversation = new Conversation(names, new MediaBlocks(loader, call), fidelity);
  }

  /**
   * The request to send, without {@code stream}.
   *
   * @throws io.llmgw.model.GatewayException when it has something this provider cannot take
   */
  static Encoded encode(Profile profile, ChatRequest request, MediaLoader loader, Call call) {
    return new RequestEncoder(profile, request, loader, call).encode();
  }

  private Encoded encode() {
    conversation.read(request.messages());
    tools.define(conversation.hasCalls());
    extras.write(body);
    body.put("model", profile.model());
    if (conversation.hasPrefill() && (!profile.traits().prefill() || tools.forces())) {
      fidelity.change(
          "messages[" + (request.messages().size() - 1) + "]",
          "the model is asked in words to go on with it");
      conversation.askToGoOn();
    }
    Thinking thinking = limits(thinking());
    if (thinking.complete() != null) {
      body.set("thinking", thinking.complete());
    }
    if (thinking.effort() != null) {
      outputConfig().put("effort", thinking.effort());
    }
    SamplingRules.write(body, request.sampling(), profile.traits(), thinking.on(), fidelity);
    ArrayNode system = conversation.system();
    format(system);
    if (!system.isEmpty()) {
      body.set("system", system);
    }
    body.set("messages", conversation.messages());
    tools.write(body);
    CacheMarks.limit(body, fidelity);
    profile.additions().merge(body);
    drops.from(body);
    return new Encoded(body, names, tools.answerTool(), extras.betas());
  }

  private ObjectNode outputConfig() {
    return body.withObject("/output_config");
  }

  private Thinking thinking() {
    Thinking.@Nullable Hindrance hindrance =
        tools.forces()
            ? Thinking.Hindrance.FORCED_TOOL
            : conversation.hasPrefill()
                ? Thinking.Hindrance.PREFILL
                : conversation.answersUnsignedCalls() ? Thinking.Hindrance.UNSIGNED_CALLS : null;
    JsonNode said = extras.thinking(JSON.objectNode());
    return Thinking.of(profile.traits(), request.sampling(), said, hindrance, fidelity);
  }

  /** Writes the limit of output tokens and fits the thinking into it. */
  private Thinking limits(Thinking thinking) {
    Sampling sampling = request.sampling();
    Integer most = profile.traits().maxOutput();
    Integer asked = sampling.maxTokens();
    int wanted = asked == null ? profile.traits().defaultOutput() : asked;
    Thinking.Limited limited = thinking.limited(wanted, most, fidelity);
    body.put("max_tokens", limited.tokens());
    return limited.thinking();
  }

  private void format(ArrayNode system) {
    switch (request.format()) {
      case null -> {}
      case ResponseFormat.Text _ -> {}
      case ResponseFormat.JsonObject _ -> {
        system.add(Turn.text(JSON_ONLY));
        fidelity.change("response_format", "asked for in the system's words");
      }
      case ResponseFormat.JsonSchema schema -> {
        if (profile.traits().structuredOutputs()) {
          ObjectNode format = outputConfig().putObject("format").put("type", "json_schema");
          format.set("schema", Schemas.strict(schema.schema()));
        } else if (tools.answerTool() == null) {
          fidelity.lose("response_format", "tool_choice already says what to answer with");
        }
      }
    }
  }
}

package io.llmgw.provider.bedrock;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Sampling;
import io.llmgw.provider.Call;
import io.llmgw.provider.DropParams;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.ToolNames;
import io.llmgw.provider.anthropic.SamplingRules;
import io.llmgw.provider.anthropic.Schemas;
import io.llmgw.provider.anthropic.Thinking;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one canonical request in Converse's words.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">the
 *     request</a>
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
  private final CachePoints cache;
  private final ToolSetup tools;
  private final Conversation conversation;
  private final ObjectNode body = JSON.objectNode();
  private final ObjectNode settings = JSON.objectNode();
  private final ObjectNode additional = JSON.objectNode();

  private RequestEncoder(Profile profile, ChatRequest original, MediaLoader loader, Call call) {
    this.profile = profile;
    this.fidelity = call.fidelity();
    this.drops = DropParams.of(profile.dropped(), original);
    this.request = drops.from(profile.additions().fill(original), fidelity);
    this.extras = new Extras(request.extras(), profile, fidelity);
    this.cache = new CachePoints(profile.traits().cache(), fidelity);
    this.tools = new ToolSetup(request, profile, names, cache, fidelity);
    this.conversation =
        new Conversation(
            profile, names, new MediaBlocks(loader, call), cache, fidelity, tools.forbidden());
  }

  /**
   * The request to send.
   *
   * @throws io.llmgw.model.GatewayException when it has something this provider cannot take
   */
  static Encoded encode(Profile profile, ChatRequest request, MediaLoader loader, Call call) {
    return new RequestEncoder(profile, request, loader, call).encode();
  }

  private Encoded encode() {
    conversation.read(request.messages());
    tools.define(conversation.hasCalls());
    extras.write(body, additional);
    if (conversation.hasPrefill() && (!profile.prefill() || tools.forces())) {
      fidelity.change(
          "messages[" + (request.messages().size() - 1) + "]",
          "the model is asked in words to go on with it");
      conversation.askToGoOn();
    }
    Sampling sampling = request.sampling();
    boolean thinks = profile.traits().claude() && claude(sampling);
    if (!profile.traits().claude()) {
      limit(sampling.maxTokens());
    }
    sampling(sampling, thinks);
    switch (profile.traits().reasoning()) {
      case CLAUDE -> {}
      case FIXED -> Reasoning.fixed(sampling, fidelity);
      case EFFORT -> Reasoning.byEffort(additional, sampling, fidelity);
      case NOVA -> Reasoning.byNova(additional, settings, sampling, fidelity);
    }
    format();
    conversation.write(body);
    tools.write(body, additional);
    if (!settings.isEmpty()) {
      body.set("inferenceConfig", settings);
    }
    if (!additional.isEmpty()) {
      body.set("additionalModelRequestFields", additional);
    }
    cache.limit(body);
    profile.additions().merge(body);
    drops.from(body);
    return new Encoded(body, names, tools.answerTool(), profile.traits().claude());
  }

  private void limit(@Nullable Integer tokens) {
    if (tokens != null) {
      settings.put("maxTokens", tokens);
    }
  }

  /** Asks Anthropic's model to think and says how long its answer may be; whether it will think. */
  private boolean claude(Sampling sampling) {
    Thinking.@Nullable Hindrance hindrance =
        tools.forces()
            ? Thinking.Hindrance.FORCED_TOOL
            : conversation.hasPrefill()
                ? Thinking.Hindrance.PREFILL
                : conversation.answersUnsignedCalls() ? Thinking.Hindrance.UNSIGNED_CALLS : null;
    Thinking wished =
        Thinking.of(
            profile.claude(), sampling, extras.thinking(JSON.objectNode()), hindrance, fidelity);
    Thinking thinking = limits(wished, sampling.maxTokens());
    if (thinking.complete() != null) {
      additional.set("thinking", thinking.complete());
    }
    if (thinking.effort() != null) {
      additional.withObject("/output_config").put("effort", thinking.effort());
    }
    return thinking.on();
  }

  /** Writes the limit of output tokens, if there is one, and fits the thinking into it. */
  private Thinking limits(Thinking thinking, @Nullable Integer asked) {
    Integer most = profile.claude().maxOutput();
    if (asked == null) {
      // Bedrock then takes the most the model can
      return most == null ? thinking : thinking.within(most, Thinking.LEAST);
    }
    Thinking.Limited limited = thinking.limited(asked, most, fidelity);
    limit(limited.tokens());
    return limited.thinking();
  }

  private void sampling(Sampling sampling, boolean thinks) {
    ObjectNode said = JSON.objectNode();
    SamplingRules.write(said, sampling, profile.claude(), thinks, fidelity);
    move(said, "temperature", "temperature", profile.traits().sampling());
    move(said, "top_p", "topP", profile.traits().sampling());
    if (said.has("stop_sequences") && !profile.traits().stop()) {
      fidelity.drop("stop", "this model takes no stop sequences");
    } else {
      move(said, "stop_sequences", "stopSequences", true);
    }
    if (settings.has("stopSequences") && profile.traits().claude()) {
      // which of them was met is not told otherwise
      body.putArray("additionalModelResponseFieldPaths").add("/delta/stop_sequence");
    }
    topK(said);
  }

  private void move(ObjectNode said, String from, String to, boolean taken) {
    if (said.has(from) && !taken) {
      fidelity.drop(from, "this model has it fixed");
    } else if (said.has(from)) {
      settings.set(to, said.get(from));
    }
  }

  private void topK(ObjectNode said) {
    String path = profile.traits().topK();
    if (!said.has("top_k")) {
      return;
    }
    if (path == null) {
      fidelity.drop("top_k", "this model has no such parameter");
      return;
    }
    int dot = path.indexOf('.');
    ObjectNode parent = dot < 0 ? additional : additional.withObject("/" + path.substring(0, dot));
    parent.set(path.substring(dot + 1), said.get("top_k"));
  }

  private void format() {
    switch (request.format()) {
      case null -> {}
      case ResponseFormat.Text _ -> {}
      case ResponseFormat.JsonObject _ -> {
        conversation.instruct(JSON_ONLY);
        fidelity.change("response_format", "asked for in the system's words");
      }
      case ResponseFormat.JsonSchema schema -> schema(schema);
    }
  }

  private void schema(ResponseFormat.JsonSchema format) {
    if (tools.answerTool() != null) {
      return;
    }
    if (profile.structuredOutputs() && profile.traits().claude()) {
      // beside the effort, in the one place Anthropic's models know
      ObjectNode held = additional.withObject("/output_config").putObject("format");
      held.put("type", "json_schema").set("schema", Schemas.strict(format.schema()));
    } else if (profile.structuredOutputs()) {
      ObjectNode text = body.putObject("outputConfig").putObject("textFormat");
      ObjectNode schema =
          text.put("type", "json_schema").putObject("structure").putObject("jsonSchema");
      schema.put("schema", Schemas.strict(format.schema()).toString()).put("name", format.name());
      if (format.description() != null) {
        schema.put("description", format.description());
      }
    } else {
      conversation.instruct(JSON_ONLY + " It follows this JSON Schema: " + format.schema());
      fidelity.change("response_format", "asked for in the system's words");
    }
  }
}

package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.TokenEstimate;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One deployment on Amazon Bedrock. */
final class BedrockProvider implements Provider {
  private static final String STREAM = "converse-stream";
  private static final String WHOLE = "converse";

  private final Profile profile;
  private final Upstream upstream;
  private final MediaLoader media;

  BedrockProvider(Profile profile, Upstream upstream, MediaLoader media) {
    this.profile = profile;
    this.upstream = upstream;
    this.media = media;
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    // before any work a client that left does not want
    call.cancellation().check();
    Encoded encoded = RequestEncoder.encode(profile, request, media, call);
    if (!profile.streaming()) {
      return whole(upstream.post(target(WHOLE), encoded.body(), call), encoded);
    }
    Upstream.Sent sent;
    try {
      sent = upstream.post(target(STREAM), encoded.body(), call);
    } catch (GatewayException refusal) {
      if (!cannotStream(refusal)) {
        throw refusal;
      }
      return whole(upstream.post(target(WHOLE), encoded.body(), call), encoded);
    }
    try {
      return sent.answer().isType("application/json")
          ? whole(sent, encoded)
          : new BedrockEventStream(
              profile.vendor(), sent.answer(), sent.errors(), encoded, Heads.of(sent.answer()));
    } catch (RuntimeException failure) {
      sent.answer().close();
      throw failure;
    }
  }

  /** Some models stream nothing, others no tool calls; the service says so before anything else. */
  private static boolean cannotStream(GatewayException refusal) {
    String words = refusal.text().toLowerCase(Locale.ROOT);
    return refusal.kind() == ErrorKind.INVALID_REQUEST
        && words.contains("stream")
        && (words.contains("support") || words.contains("not available"));
  }

  private HttpTarget target(String operation) {
    return upstream.endpoint().model(operation);
  }

  /** The events of an answer that came whole. */
  private EventStream whole(Upstream.Sent sent, Encoded encoded) {
    AnswerHead head = Heads.of(sent.answer());
    JsonNode answer = upstream.json(sent);
    if (!answer.path("output").path("message").isObject()) {
      throw upstream.failure("sent an answer without a message in it", null);
    }
    if (answer.path("stopReason").asString("").isEmpty()) {
      throw upstream.failure("sent an answer that does not say why it ended", null);
    }
    List<StreamEvent> events = new ArrayList<>();
    new AnswerDecoder(encoded, events::add).whole(answer);
    return new ReadyEvents(head, events);
  }

  @Override
  public Embeddings.Result embed(Embeddings.Request request, Call call) {
    return new Embedder(profile, upstream).embed(request, call);
  }

  @Override
  public Answer.Counted countTokens(ChatRequest request, Call call) {
    call.cancellation().check();
    ObjectNode encoded = RequestEncoder.encode(profile, request, media, call).body();
    ObjectNode body = Json.MAPPER.createObjectNode();
    ObjectNode converse = body.putObject("input").putObject("converse");
    for (String part : List.of("messages", "system", "toolConfig")) {
      if (encoded.has(part)) {
        converse.set(part, encoded.get(part));
      }
    }
    try {
      HttpTarget target = upstream.endpoint().counting();
      JsonNode answer = upstream.postForJson(target, body, call);
      if (!answer.path("inputTokens").isIntegralNumber()) {
        throw upstream.failure("sent no number of tokens", null);
      }
      return new Answer.Counted(answer.path("inputTokens").asLong(), false);
    } catch (GatewayException refusal) {
      if (cannotCount(refusal)) {
        return new Answer.Counted(TokenEstimate.of(request), true);
      }
      throw refusal;
    }
  }

  /** Few models are counted, and who may ask a model need not be allowed to count. */
  private static boolean cannotCount(GatewayException refusal) {
    return switch (refusal.kind()) {
      case PERMISSION, NOT_FOUND -> true;
      case INVALID_REQUEST -> refusal.text().toLowerCase(Locale.ROOT).contains("count");
      case CONTEXT_LENGTH,
          CONTENT_FILTER,
          AUTHENTICATION,
          TIMEOUT,
          TOO_LARGE,
          UNPROCESSABLE,
          RATE_LIMIT,
          QUOTA,
          BUDGET,
          UPSTREAM,
          NETWORK,
          UNAVAILABLE,
          CANCELLED,
          INTERNAL ->
          false;
    };
  }

  @Override
  public @Nullable Passthrough passthrough(Protocol protocol) {
    return switch (protocol) {
      case ANTHROPIC -> profile.ownWords() ? new ClaudeLane(profile, upstream) : null;
      case OPENAI, RESPONSES, OLLAMA -> null;
    };
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    MediaLoader asItIs = (file, _, _) -> file;
    Encoded encoded = RequestEncoder.encode(profile, request, asItIs, call);
    String operation = profile.streaming() ? STREAM : WHOLE;
    return new Preview("POST", target(operation).address(), Map.of(), encoded.body());
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    return new ModelList(upstream).read(call);
  }
}

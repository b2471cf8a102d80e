package io.llmgw.provider.openai;

import io.llmgw.provider.ReadyEvents;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.TokenEstimate;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One deployment behind an API that speaks OpenAI's protocol. */
final class OpenAiProvider implements Provider, Passthrough {
  private static final int MAX_ANSWER_BYTES = 128 << 20;
  private static final int MAX_ERROR_BYTES = 1 << 20;
  // shorter ones are no secrets, and would be found in ordinary words
  private static final int SHORTEST_SECRET = 8;

  private final String name;
  private final Address address;
  private final HttpTransport transport;
  private final InstantSource clock;
  // replaced when a refusal taught something; every version is right for some time
  private volatile Profile profile;

  OpenAiProvider(
      String name, Address address, Profile profile, HttpTransport transport, InstantSource clock) {
    this.name = name;
    this.address = address;
    this.profile = profile;
    this.transport = transport;
    this.clock = clock;
  }

  @Override
  public @Nullable Passthrough passthrough(Protocol protocol) {
    return switch (protocol) {
      case OPENAI -> this;
      case RESPONSES, ANTHROPIC, OLLAMA -> null;
    };
  }

  /** Where thinking must come back with a tool's result, clients lose it: not for this lane. */
  @Override
  public boolean takes(RawRequest request) {
    return !profile.preset().echoReasoning() || !request.body().has("tools");
  }

  @Override
  public Answer send(RawRequest request, Call call) {
    boolean usage = request.usageWanted() || profile.alwaysUsage();
    Sent sent = post(request.operation(), request.body(), request.stream(), usage, call);
    byte[] model = JsonEdit.quoted(request.model());
    return closedOnFailure(sent, () -> answer(request, sent, model));
  }

  private Answer answer(RawRequest request, Sent sent, byte[] model) {
    AnswerHead head = Heads.of(sent.answer);
    if (sent.streaming) {
      if (!request.stream()) {
        return new Answer.Events(events(sent, head));
      }
      boolean completion = request.operation() == Operation.COMPLETION;
      Chunks chunks = new Chunks(name, sent.answer);
      return new Answer.Raw(
          head,
          new OpenAiRawStream(
              chunks,
              model,
              request.usageWanted(),
              () -> TokenEstimate.of(request.body().tree()),
              completion));
    }
    WholeAnswer whole = whole(request.operation(), sent);
    if (request.stream()) {
      return new Answer.Events(new ReadyEvents(head, whole.events()));
    }
    boolean base64 =
        request.operation() == Operation.EMBEDDING
            && "base64".equals(request.body().text("encoding_format"));
    return new Answer.Whole(head, whole.forClient(model, base64), whole.usage());
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    Sent sent = post(Operation.CHAT, encoded(request), true, true, call);
    return closedOnFailure(
        sent,
        () -> {
          AnswerHead head = Heads.of(sent.answer);
          return sent.streaming
              ? events(sent, head)
              : new ReadyEvents(head, whole(Operation.CHAT, sent).events());
        });
  }

  private JsonObjectIndex encoded(ChatRequest request) {
    boolean echo = profile.preset().echoReasoning();
    return JsonObjectIndex.of(new ChatEncoder(echo).encode(request));
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    return preview(Operation.CHAT, encoded(request), true, true, call);
  }

  @Override
  public Preview preview(RawRequest request, Call call) {
    boolean usage = request.usageWanted() || profile.alwaysUsage();
    return preview(request.operation(), request.body(), request.stream(), usage, call);
  }

  private Preview preview(
      Operation operation, JsonObjectIndex body, boolean stream, boolean usage, Call call) {
    Profile now = profile;
    Payload payload =
        RequestShape.fit(now, body, operation, stream && now.streaming(), usage, call.fidelity());
    return new Preview(
        "POST",
        address.target(operation).address(),
        Map.of(),
        Json.MAPPER.readTree(payload.toByteArray()));
  }

  private OpenAiEventStream events(Sent sent, AnswerHead head) {
    return new OpenAiEventStream(new Chunks(name, sent.answer), head);
  }

  @Override
  public Embeddings.Result embed(Embeddings.Request request, Call call) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", request.model());
    ArrayNode inputs = body.putArray("input");
    request.inputs().forEach(inputs::add);
    if (request.dimensions() != null) {
      body.put("dimensions", request.dimensions());
    }
    JsonObjectIndex index = JsonObjectIndex.of(Json.MAPPER.writeValueAsBytes(body));
    Sent sent = post(Operation.EMBEDDING, index, false, false, call);
    WholeAnswer answer = closedOnFailure(sent, () -> whole(Operation.EMBEDDING, sent));
    List<float[]> vectors = answer.vectors();
    if (vectors.size() != request.inputs().size()) {
      throw new GatewayException(
          ErrorKind.UPSTREAM,
          "The provider %s sent %d vectors for %d texts."
              .formatted(name, vectors.size(), request.inputs().size()));
    }
    Usage usage = answer.usage();
    return new Embeddings.Result(answer.model(), vectors, usage == null ? Usage.of(0, 0) : usage);
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    Map<String, String> credentials = address.credentials(call);
    try (HttpAnswer answer = transport.get(address.models(), credentials, call)) {
      check(answer, credentials);
      JsonNode tree = Json.MAPPER.readTree(answer.readAll(MAX_ANSWER_BYTES));
      JsonNode list = tree.isArray() ? tree : tree.path(tree.has("data") ? "data" : "models");
      if (!list.isArray() && !list.isNull()) {
        throw notAList(null);
      }
      return modelsIn(list);
    } catch (JacksonException broken) {
      throw notAList(broken);
    }
  }

  private static List<UpstreamModel> modelsIn(JsonNode list) {
    List<UpstreamModel> models = new ArrayList<>();
    for (JsonNode entry : list) {
      String id = entry.path("id").asString(entry.path("name").asString(null));
      if (id != null) {
        models.add(new UpstreamModel(id, entry.path("owned_by").asString(null)));
      }
    }
    return models;
  }

  private GatewayException notAList(@Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The provider " + name + " sent no list of models; check its address (api_base).",
        ErrorDetail.NONE,
        cause);
  }

  /**
   * An answer that has begun well.
   *
   * @param streaming whether events come; the first byte tells, since some upstreams send a whole
   *     answer although asked for a stream, or the reverse, or call either by a wrong type
   */
  private record Sent(HttpAnswer answer, boolean streaming) {}

  /** Posts, and posts again when the refusal of the first try says how to do better. */
  private Sent post(
      Operation operation, JsonObjectIndex body, boolean stream, boolean usage, Call call) {
    Profile now = profile;
    boolean refreshed = false;
    while (true) {
      try {
        Sent sent = post(now, operation, body, stream, usage, call);
        // only what helped is remembered
        profile = now;
        return sent;
      } catch (GatewayException refusal) {
        Profile better = Refusal.teaches(now, refusal, stream && now.streaming());
        if (better != null) {
          now = better;
        } else if (refusal.kind() == ErrorKind.AUTHENTICATION && !refreshed && address.refused()) {
          refreshed = true;
        } else {
          throw refusal;
        }
      }
    }
  }

  private Sent post(
      Profile now,
      Operation operation,
      JsonObjectIndex body,
      boolean stream,
      boolean usage,
      Call call) {
    boolean ask = stream && now.streaming() && operation != Operation.EMBEDDING;
    Payload payload = RequestShape.fit(now, body, operation, ask, usage, call.fidelity());
    Map<String, String> credentials = address.credentials(call);
    HttpAnswer answer = transport.post(address.target(operation), credentials, payload, call);
    return closedOnFailure(
        answer,
        () -> {
          check(answer, credentials);
          return new Sent(answer, isStream(answer, ask));
        });
  }

  private static boolean isStream(HttpAnswer answer, boolean asked) {
    return switch (answer.firstByte()) {
      case '{', '[', '<', -1 -> false;
      default -> asked || answer.isType("text/event-stream");
    };
  }

  private void check(HttpAnswer answer, Map<String, String> credentials) {
    int status = answer.status();
    if (status >= 400) {
      byte[] body = withoutSecrets(answer.readAll(MAX_ERROR_BYTES), credentials);
      throw ErrorBody.of(name, status, body, RetryAfter.of(answer, clock))
          .withHeaders(Heads.of(answer).headers());
    }
    if (status >= 300) {
      String location = answer.header("Location");
      throw new GatewayException(
          ErrorKind.UPSTREAM,
          location == null
              ? "The provider " + name + " answered with status " + status + "."
              : "The provider "
                  + name
                  + " redirects to "
                  + location
                  + "; redirects are not followed with a key, so set api_base to the right"
                  + " address.");
    }
  }

  /** Some upstreams quote the key they refuse. */
  private static byte[] withoutSecrets(byte[] body, Map<String, String> credentials) {
    String text = new String(body, StandardCharsets.UTF_8);
    for (String value : credentials.values()) {
      String secret = value.substring(value.lastIndexOf(' ') + 1);
      text = secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "****");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private WholeAnswer whole(Operation operation, Sent sent) {
    try (HttpAnswer answer = sent.answer) {
      return new WholeAnswer(name, operation, answer.readAll(MAX_ANSWER_BYTES));
    }
  }

  private interface Step<T> {
    T run();
  }

  private static <T> T closedOnFailure(Sent sent, Step<T> step) {
    return closedOnFailure(sent.answer, step);
  }

  private static <T> T closedOnFailure(HttpAnswer answer, Step<T> step) {
    try {
      return step.run();
    } catch (RuntimeException failure) {
      answer.close();
      throw failure;
    }
  }
}

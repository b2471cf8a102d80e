package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTransport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One deployment behind an API that speaks OpenAI's protocol. */
final class OpenAiProvider implements Provider, Passthrough {
  private static final int MAX_ANSWER_BYTES = 128 << 20;
  private static final int MAX_ERROR_BYTES = 1 << 20;

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
    };
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
    if (sent.streaming()) {
      if (!request.stream()) {
        return new Answer.Events(new OpenAiEventStream(name, sent.answer, head));
      }
      boolean completion = request.operation() == Operation.COMPLETION;
      return new Answer.Raw(
          head,
          new OpenAiRawStream(name, sent.answer, model, request.usageWanted(), completion));
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
    JsonObjectIndex body = JsonObjectIndex.of(ChatEncoder.encode(request));
    Sent sent = post(Operation.CHAT, body, true, true, call);
    return closedOnFailure(
        sent,
        () -> {
          AnswerHead head = Heads.of(sent.answer);
          return sent.streaming()
              ? new OpenAiEventStream(name, sent.answer, head)
              : new ReadyEvents(head, whole(Operation.CHAT, sent).events());
        });
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
    return closedOnFailure(sent, () -> vectors(whole(Operation.EMBEDDING, sent)));
  }

  private static Embeddings.Result vectors(WholeAnswer answer) {
    JsonNode tree = answer.tree();
    List<float[]> vectors = new ArrayList<>();
    tree.path("data").forEach(entry -> vectors.add(Vectors.read(entry.path("embedding"))));
    Usage usage = answer.usage();
    return new Embeddings.Result(
        tree.path("model").asString(null), vectors, usage == null ? Usage.of(0, 0) : usage);
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    try (HttpAnswer answer = transport.get(address.models(), address.credentials(call), call)) {
      check(answer);
      JsonNode tree = Json.MAPPER.readTree(answer.readAll(MAX_ANSWER_BYTES));
      JsonNode list = tree.isArray() ? tree : tree.path(tree.has("data") ? "data" : "models");
      List<UpstreamModel> models = new ArrayList<>();
      for (JsonNode entry : list) {
        String id = entry.path("id").asString(entry.path("name").asString(null));
        if (id != null) {
          models.add(new UpstreamModel(id, entry.path("owned_by").asString(null)));
        }
      }
      return models;
    } catch (JacksonException broken) {
      throw new GatewayException(
          ErrorKind.UPSTREAM,
          "The provider " + name + " sent a model list that is not JSON; check its address (api_base).",
          ErrorDetail.NONE,
          broken);
    }
  }

  /** An answer that has begun well. */
  private record Sent(HttpAnswer answer, boolean asked) {
    /** Whether events come; some upstreams send JSON although asked for a stream, and the reverse. */
    boolean streaming() {
      return answer.isType("text/event-stream")
          || (asked && !answer.isType("application/json") && !answer.isType("text/html"));
    }
  }

  /** Posts, and posts once more when the refusal of the first try says how to do better. */
  private Sent post(
      Operation operation, JsonObjectIndex body, boolean stream, boolean usage, Call call) {
    Profile now = profile;
    try {
      return post(now, operation, body, stream, usage, call);
    } catch (GatewayException refusal) {
      Profile better = Refusal.teaches(now, refusal, stream && now.streaming());
      if (better != null) {
        profile = better;
        return post(better, operation, body, stream, usage, call);
      }
      if (refusal.kind() == ErrorKind.AUTHENTICATION && address.refused()) {
        return post(now, operation, body, stream, usage, call);
      }
      throw refusal;
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
    Payload payload = RequestShape.fit(now, body, operation, ask, usage);
    Sent sent =
        new Sent(
            transport.post(address.target(operation), address.credentials(call), payload, call),
            ask);
    return closedOnFailure(
        sent,
        () -> {
          check(sent.answer);
          return sent;
        });
  }

  private void check(HttpAnswer answer) {
    int status = answer.status();
    if (status >= 400) {
      throw ErrorBody.of(
          name, status, answer.readAll(MAX_ERROR_BYTES), Heads.retryAfter(answer, clock));
    }
    if (status >= 300) {
      throw new GatewayException(
          ErrorKind.UPSTREAM,
          "The provider "
              + name
              + " redirects to "
              + answer.header("Location")
              + "; redirects are not followed with a key, so set api_base to the right address.");
    }
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
    try {
      return step.run();
    } catch (RuntimeException failure) {
      sent.answer.close();
      throw failure;
    }
  }
}

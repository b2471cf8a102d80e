package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
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
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.UpstreamDeployment;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One deployment behind an API that speaks OpenAI's protocol. */
final class OpenAiProvider implements Provider, Passthrough {
  private static final int BYTES_PER_TOKEN = 4;

  private final String name;
  private final Upstream upstream;
  private final @Nullable Responses responses;
  // replaced when a refusal taught something; every version is right for some time
  private volatile Profile profile;
  private volatile boolean chatsOnly;

  /**
   * Makes the provider.
   *
   * @param responses the deployment's Responses API, null when it is not known to have one
   */
  OpenAiProvider(Upstream upstream, Profile profile, @Nullable Responses responses) {
    this.name = upstream.name();
    this.upstream = upstream;
    this.profile = profile;
    this.responses = responses;
  }

  @Override
  public @Nullable Passthrough passthrough(Protocol protocol) {
    return switch (protocol) {
      case OPENAI -> responses != null && responses.only() ? null : this;
      case RESPONSES -> responses == null || responses.missing() ? null : responses;
      case ANTHROPIC, OLLAMA -> null;
    };
  }

  /**
   * Not what has to be put in other words: tool conversations where thinking must come back with a
   * tool's result, which clients lose; tools with names that are too long; and prompts for a model
   * that only chats.
   */
  @Override
  public boolean takes(RawRequest request) {
    boolean echoes = profile.preset().echoReasoning() && request.body().has("tools");
    return !echoes
        && !profile.preset().quirks().renamesTools(request.body())
        && !(chatsOnly && request.operation() == Operation.COMPLETION);
  }

  @Override
  public Answer send(RawRequest request, Call call) {
    boolean usage = request.usageWanted() || profile.alwaysUsage();
    Upstream.Sent sent = asked(request, usage, call);
    byte[] model = JsonEdit.quoted(request.model());
    return sent.closedOnFailure(() -> answer(request, sent, model));
  }

  /**
   * Posts; a model that turns out to be one that only chats is asked in a chat from now on, with
   * the next try of the same request, which this failure asks for.
   */
  private Upstream.Sent asked(RawRequest request, boolean usage, Call call) {
    try {
      return post(request.operation(), request.body(), request.stream(), usage, call);
    } catch (GatewayException refusal) {
      String words = refusal.text().toLowerCase(Locale.ROOT);
      boolean told = words.contains("chat model") || words.contains("chat/completions");
      if (request.operation() != Operation.COMPLETION || !told) {
        throw refusal;
      }
      chatsOnly = true;
      throw new GatewayException(ErrorKind.UPSTREAM, refusal.text(), ErrorDetail.NONE, refusal);
    }
  }

  private Answer answer(RawRequest request, Upstream.Sent sent, byte[] model) {
    AnswerHead head = Heads.of(sent.answer());
    if (sent.streaming()) {
      if (!request.stream()) {
        return new Answer.Events(events(sent, head));
      }
      boolean completion = request.operation() == Operation.COMPLETION;
      Chunks chunks = new Chunks(name, sent.answer());
      return new Answer.Raw(
          head,
          new OpenAiRawStream(
              chunks, model, request.usageWanted(), () -> estimate(request.body()), completion));
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
    RenamedTools renamed = new RenamedTools(profile.preset().quirks().noNames(), request);
    return renamed.answer(ask(renamed.request(call.fidelity()), call));
  }

  private EventStream ask(ChatRequest request, Call call) {
    if (responses != null && responses.only()) {
      return responses.chat(request, call);
    }
    Upstream.Sent sent = post(Operation.CHAT, encoded(request), true, true, call);
    return sent.closedOnFailure(() -> {
      AnswerHead head = Heads.of(sent.answer());
      return sent.streaming()
          ? events(sent, head)
          : new ReadyEvents(head, whole(Operation.CHAT, sent).events());
    });
  }

  private JsonObjectIndex encoded(ChatRequest request) {
    boolean echo = profile.preset().echoReasoning();
    return JsonObjectIndex.of(new ChatEncoder(echo).encode(request));
  }

  @Override
  public Preview preview(ChatRequest original, Call call) {
    ChatRequest request =
        new RenamedTools(profile.preset().quirks().noNames(), original).request(call.fidelity());
    return responses != null && responses.only()
        ? responses.preview(request, call)
        : preview(Operation.CHAT, encoded(request), true, true, call);
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
        upstream.address().target(operation).address(),
        Map.of(),
        Json.MAPPER.readTree(payload.toByteArray()));
  }

  private OpenAiEventStream events(Upstream.Sent sent, AnswerHead head) {
    return new OpenAiEventStream(new Chunks(name, sent.answer()), head);
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
    Upstream.Sent sent = post(Operation.EMBEDDING, index, false, false, call);
    WholeAnswer answer = sent.closedOnFailure(() -> whole(Operation.EMBEDDING, sent));
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
    JsonNode tree = list(upstream.address().models(), call);
    JsonNode list = tree.isArray() ? tree : tree.path(tree.has("data") ? "data" : "models");
    if (!list.isArray() && !list.isNull()) {
      throw notAList("no list of models", null);
    }
    return modelsIn(list);
  }

  private JsonNode list(HttpTarget target, Call call) {
    byte[] body = upstream.get(target, call);
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException broken) {
      boolean page = new String(body, StandardCharsets.UTF_8).stripLeading().startsWith("<");
      throw notAList(page ? "a web page instead of an API's answer" : "no list of models", broken);
    }
  }

  @Override
  public List<UpstreamDeployment> deployments(Call call) {
    HttpTarget target = upstream.address().deployments();
    if (target == null) {
      return List.of();
    }
    List<UpstreamDeployment> deployments = new ArrayList<>();
    for (JsonNode entry : list(target, call).path("data")) {
      String id = entry.path("id").asString("");
      if (!id.isEmpty()) {
        String model = entry.path("model").asString(null);
        deployments.add(new UpstreamDeployment(id, model, entry.path("status").asString(null)));
      }
    }
    return deployments;
  }

  private static List<UpstreamModel> modelsIn(JsonNode list) {
    List<UpstreamModel> models = new ArrayList<>();
    for (JsonNode entry : list) {
      UpstreamModel model = ListedModel.read(entry);
      if (model != null) {
        models.add(model);
      }
    }
    return models;
  }

  private GatewayException notAList(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The provider " + name + " sent " + what + "; check its address (api_base).",
        ErrorDetail.NONE,
        cause);
  }

  /** Posts, and posts again when the refusal of the first try says how to do better. */
  private Upstream.Sent post(
      Operation operation, JsonObjectIndex body, boolean stream, boolean usage, Call call) {
    Profile now = profile;
    boolean refreshed = false;
    while (true) {
      try {
        Upstream.Sent sent = post(now, operation, body, stream, usage, call);
        // only what helped is remembered
        profile = now;
        return sent;
      } catch (GatewayException refusal) {
        Profile better = Refusal.teaches(now, refusal, stream && now.streaming());
        if (better != null) {
          now = better;
        } else if (refusal.kind() == ErrorKind.AUTHENTICATION
            && !refreshed
            && upstream.address().refused()) {
          refreshed = true;
        } else {
          throw refusal;
        }
      }
    }
  }

  private Upstream.Sent post(
      Profile now,
      Operation operation,
      JsonObjectIndex body,
      boolean stream,
      boolean usage,
      Call call) {
    boolean ask = stream && now.streaming() && operation != Operation.EMBEDDING;
    Payload payload = RequestShape.fit(now, body, operation, ask, usage, call.fidelity());
    return upstream.post(operation, payload, ask, call);
  }

  private WholeAnswer whole(Operation operation, Upstream.Sent sent) {
    try (HttpAnswer answer = sent.answer()) {
      return new WholeAnswer(name, operation, answer.readAll(Upstream.MAX_ANSWER_BYTES));
    }
  }

  private static long estimate(JsonObjectIndex body) {
    try {
      return TokenEstimate.of(body.tree());
    } catch (JsonSyntaxException _) {
      // the upstream has read more into it than can be read here
      return (body.end() - body.start()) / BYTES_PER_TOKEN;
    }
  }
}

package io.llmgw.provider.ollama;

import io.llmgw.json.DropPath;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Usage;
import io.llmgw.provider.Additions;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.DropParams;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One model of an Ollama server. */
final class OllamaProvider implements Provider, Passthrough {
  private static final int MAX_ANSWER_BYTES = 128 << 20;
  private static final int MAX_ERROR_BYTES = 1 << 20;

  /** Where the server's operations are, and what gets one in. */
  record Targets(
      HttpTarget chat, HttpTarget embed, HttpTarget tags, Map<String, String> credentials) {}

  private final String model;
  private final Targets targets;
  private final Additions additions;
  private final List<String> dropPaths;
  private final MediaLoader media;
  private final HttpTransport transport;
  private final InstantSource clock;
  // until the server says that this model does not
  private volatile boolean thinks = true;

  OllamaProvider(
      String model,
      Targets targets,
      Additions additions,
      List<String> dropPaths,
      MediaLoader media,
      HttpTransport transport,
      InstantSource clock) {
    this.model = model;
    this.targets = targets;
    this.additions = additions;
    this.dropPaths = dropPaths;
    this.media = media;
    this.transport = transport;
    this.clock = clock;
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    call.cancellation().check();
    boolean think = thinks;
    try {
      return events(encode(request, think, media, call), call);
    } catch (GatewayException refusal) {
      if (!think || !refusal.text().toLowerCase(Locale.ROOT).contains("not support thinking")) {
        throw refusal;
      }
      thinks = false;
      return events(encode(request, false, media, call), call);
    }
  }

  private ObjectNode encode(ChatRequest request, boolean think, MediaLoader loader, Call call) {
    DropParams drops = DropParams.of(dropPaths, request);
    ChatRequest wanted = drops.from(additions.fill(request), call.fidelity());
    ObjectNode body = new ChatEncoder(loader, call).encode(wanted, model, think);
    additions.merge(body);
    drops.from(body);
    return body;
  }

  private EventStream events(ObjectNode body, Call call) {
    HttpAnswer answer = post(targets.chat(), payload(body), call);
    return new OllamaEventStream(new Lines(answer), new LineDecoder(call.id(), model));
  }

  private static Payload payload(ObjectNode body) {
    return Payload.of(Json.MAPPER.writeValueAsBytes(body));
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    MediaLoader asItIs = (file, _, _) -> file;
    return preview(encode(request, thinks, asItIs, call));
  }

  private Preview preview(JsonNode body) {
    return new Preview("POST", targets.chat().address(), Map.of(), body);
  }

  @Override
  public @Nullable Passthrough passthrough(Protocol protocol) {
    return switch (protocol) {
      case OLLAMA -> this;
      case OPENAI, RESPONSES, ANTHROPIC -> null;
    };
  }

  @Override
  public boolean takes(RawRequest request) {
    return request.operation() == Operation.CHAT;
  }

  @Override
  public Preview preview(RawRequest request, Call call) {
    return preview(Json.MAPPER.readTree(fit(request).toByteArray()));
  }

  /** Only the model differs, and the configuration has its say. */
  private Payload fit(RawRequest request) {
    JsonEdit edit = new JsonEdit(request.body()).put("model", JsonEdit.quoted(model));
    dropPaths.forEach(path -> DropPath.remove(edit, request.body(), path));
    if (!request.stream()) {
      edit.put("stream", "false".getBytes(StandardCharsets.US_ASCII));
    }
    byte[] body = edit.apply().toByteArray();
    ObjectNode merged = Json.MAPPER.createObjectNode();
    additions.merge(merged);
    if (merged.isEmpty()) {
      return Payload.of(body);
    }
    try {
      JsonEdit more = new JsonEdit(JsonObjectIndex.of(body));
      merged
          .properties()
          .forEach(member ->
              more.put(member.getKey(), Json.MAPPER.writeValueAsBytes(member.getValue())));
      return more.apply();
    } catch (JsonSyntaxException broken) {
      throw RawRequest.unreadable(broken);
    }
  }

  @Override
  public Answer send(RawRequest request, Call call) {
    HttpAnswer answer = post(targets.chat(), fit(request), call);
    byte[] name = JsonEdit.quoted(request.model());
    if (request.stream()) {
      return answer.closedOnFailure(() ->
          new Answer.Raw(
              AnswerHead.EMPTY,
              new OllamaRawStream(new Lines(answer), new LineDecoder(call.id(), model), name)));
    }
    try (answer) {
      return whole(answer.readAll(MAX_ANSWER_BYTES), name);
    }
  }

  private Answer whole(byte[] bytes, byte[] name) {
    try {
      JsonObjectIndex body = JsonObjectIndex.of(bytes);
      if (body.has("error")) {
        throw Refused.of(model, 0, bytes, null);
      }
      JsonNode tree = body.tree();
      Usage usage =
          Usage.of(tree.path("prompt_eval_count").asLong(0), tree.path("eval_count").asLong(0));
      return new Answer.Whole(
          AnswerHead.EMPTY, new JsonEdit(body).put("model", name).apply(), usage);
    } catch (JsonSyntaxException broken) {
      throw Lines.failure("sent an answer that is no JSON object", broken);
    }
  }

  @Override
  public Embeddings.Result embed(Embeddings.Request request, Call call) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
    request.inputs().forEach(input -> body.withArray("input").add(input));
    if (request.dimensions() != null) {
      body.put("dimensions", request.dimensions());
    }
    additions.merge(body);
    try (HttpAnswer answer = post(targets.embed(), payload(body), call)) {
      JsonNode tree = tree(answer);
      List<float[]> vectors = new ArrayList<>();
      tree.path("embeddings").forEach(vector -> vectors.add(vector(vector)));
      if (vectors.size() != request.inputs().size()) {
        throw Lines.failure(
            "sent %d vectors for %d texts".formatted(vectors.size(), request.inputs().size()),
            null);
      }
      Usage usage = Usage.of(tree.path("prompt_eval_count").asLong(0), 0);
      return new Embeddings.Result(tree.path("model").asString(null), vectors, usage);
    }
  }

  private static float[] vector(JsonNode numbers) {
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      double number = numbers.get(i).asDouble(Double.NaN);
      if (Double.isNaN(number)) {
        throw Lines.failure("sent a vector with something that is no number", null);
      }
      vector[i] = (float) number;
    }
    return vector;
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    try (HttpAnswer answer = checked(transport.get(targets.tags(), targets.credentials(), call))) {
      List<UpstreamModel> models = new ArrayList<>();
      JsonNode list = tree(answer).path("models");
      if (!list.isArray() && !list.isNull()) {
        throw Lines.failure("sent no list of models; check its address (api_base)", null);
      }
      for (JsonNode entry : list) {
        String name = entry.path("name").asString(entry.path("model").asString(""));
        if (!name.isEmpty()) {
          models.add(new UpstreamModel(name, OllamaProviders.VENDOR));
        }
      }
      return models;
    }
  }

  private static JsonNode tree(HttpAnswer answer) {
    try {
      return Json.MAPPER.readTree(answer.readAll(MAX_ANSWER_BYTES));
    } catch (JacksonException broken) {
      throw Lines.failure("sent an answer that is no JSON; check its address (api_base)", broken);
    }
  }

  private HttpAnswer post(HttpTarget target, Payload body, Call call) {
    return checked(transport.post(target, targets.credentials(), body, call));
  }

  private HttpAnswer checked(HttpAnswer answer) {
    return answer.closedOnFailure(() -> {
      int status = answer.status();
      if (status >= 400) {
        byte[] body = answer.readAll(MAX_ERROR_BYTES);
        throw Refused.of(model, status, body, RetryAfter.of(answer, clock));
      }
      if (status >= 300 || answer.firstByte() == '<') {
        throw new GatewayException(
            ErrorKind.UPSTREAM,
            "What answers at "
                + targets.chat().address()
                + " is no Ollama server (status "
                + status
                + "); check api_base.");
      }
      return answer;
    });
  }
}

package io.llmgw.provider.gemini;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.TokenEstimate;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Provider;
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.ToolNames;
import io.llmgw.provider.UpstreamModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One deployment behind Google's own protocol. */
final class GeminiProvider implements Provider {
  private static final String STREAM = "streamGenerateContent";
  private static final int MAX_PAGES = 50;

  private final Profile profile;
  private final Upstream upstream;
  private final MediaLoader media;

  GeminiProvider(Profile profile, Upstream upstream, MediaLoader media) {
    this.profile = profile;
    this.upstream = upstream;
    this.media = media;
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    // before any work a client that left does not want
    call.cancellation().check();
    Encoded encoded = RequestEncoder.encode(profile, request, media, call);
    Upstream.Sent sent = upstream.post(STREAM, encoded.body(), call);
    try {
      AnswerHead head = Heads.of(sent.answer());
      return isStream(sent)
          ? new GeminiEventStream(
              new AnswerChunks(profile.vendor(), sent.answer(), sent.errors()),
              encoded.names(),
              head)
          : new ReadyEvents(head, events(upstream.json(sent), encoded.names()));
    } catch (RuntimeException failure) {
      sent.answer().close();
      throw failure;
    }
  }

  /** The first byte tells, since not every upstream calls what it sends by its right type. */
  private static boolean isStream(Upstream.Sent sent) {
    return switch (sent.answer().firstByte()) {
      case '{', '[', '<', -1 -> false;
      default -> true;
    };
  }

  /** The events of an answer that came whole, or as a list of its chunks. */
  private List<StreamEvent> events(JsonNode answer, ToolNames names) {
    List<StreamEvent> events = new ArrayList<>();
    AnswerDecoder decoder = new AnswerDecoder(names, events::add);
    if (answer.isArray()) {
      answer.forEach(decoder::chunk);
    } else {
      decoder.chunk(answer);
    }
    if (!decoder.finished()) {
      throw upstream.failure(
          decoder.started()
              ? "sent an answer that does not say why it ended"
              : "sent an answer without an answer in it",
          null);
    }
    decoder.end();
    return events;
  }

  @Override
  public Embeddings.Result embed(Embeddings.Request request, Call call) {
    return new Embedder(profile, upstream).embed(request, call);
  }

  @Override
  public Answer.Counted countTokens(ChatRequest request, Call call) {
    call.cancellation().check();
    ObjectNode encoded = RequestEncoder.encode(profile, request, media, call).body();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (profile.vertex()) {
      for (String counted : List.of("contents", "systemInstruction", "tools")) {
        if (encoded.has(counted)) {
          body.set(counted, encoded.get(counted));
        }
      }
    } else {
      ObjectNode whole = body.putObject("generateContentRequest");
      whole.put("model", upstream.endpoint().modelPath());
      encoded.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
    }
    try {
      JsonNode answer = upstream.postForJson("countTokens", body, call);
      return new Answer.Counted(answer.path("totalTokens").asLong(0), false);
    } catch (GatewayException failure) {
      if (lacksMethod(failure)) {
        return new Answer.Counted(TokenEstimate.of(request), true);
      }
      throw failure;
    }
  }

  /** Servers that only look like Google's do not have every method; its own 404 has a type. */
  private static boolean lacksMethod(GatewayException failure) {
    int status = failure.detail().status();
    return (status == 404 || status == 405 || status == 501)
        && !"NOT_FOUND".equals(failure.detail().type());
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    MediaLoader asItIs = (file, _, _) -> file;
    Encoded encoded = RequestEncoder.encode(profile, request, asItIs, call);
    String address = upstream.endpoint().method(STREAM).address() + "?alt=sse";
    return new Preview("POST", address, Map.of(), encoded.body());
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    List<UpstreamModel> models = new ArrayList<>();
    String page = null;
    try {
      for (int i = 0; i < MAX_PAGES; i++) {
        JsonNode list = upstream.models(page, call);
        list.path(profile.vertex() ? "publisherModels" : "models")
            .forEach(entry -> add(models, entry));
        String next = list.path("nextPageToken").asString("");
        if (next.isEmpty() || next.equals(page)) {
          return models;
        }
        page = next;
      }
    } catch (GatewayException failure) {
      if (!lacksMethod(failure)) {
        throw failure;
      }
    }
    return models;
  }

  private static void add(List<UpstreamModel> models, JsonNode entry) {
    String name = entry.path("name").asString("");
    String id = name.replaceFirst("^(publishers/google/)?models/", "");
    JsonNode methods = entry.path("supportedGenerationMethods");
    boolean ours = methods.isMissingNode();
    for (JsonNode method : methods) {
      ours |= method.asString("").equals("generateContent");
      ours |= method.asString("").equals("embedContent");
    }
    // Vertex AI lists everything Google makes, and says not what it is for
    boolean known = !name.startsWith("publishers/") || id.matches("(gemini|text-).*|.*embedding.*");
    if (!id.isEmpty() && ours && known) {
      int context = entry.path("inputTokenLimit").asInt(0);
      models.add(new UpstreamModel(id, "google", context > 0 ? context : null, null, null, null));
    }
  }
}

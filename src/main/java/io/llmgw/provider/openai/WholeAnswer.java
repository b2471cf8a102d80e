package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole answer of an upstream, checked to be one: JSON, no error in disguise, and with what was
 * asked for in it.
 */
final class WholeAnswer {
  private final String provider;
  private final JsonObjectIndex document = new JsonObjectIndex();
  private final boolean embedding;
  private final ChunkInspector inspector;
  private final boolean needsMending;

  /**
   * Checks the answer.
   *
   * @throws GatewayException when it is no answer
   */
  WholeAnswer(String provider, Operation operation, byte[] body) {
    this.provider = provider;
    this.embedding = operation == Operation.EMBEDDING;
    try {
      document.read(body, 0, body.length);
    } catch (JsonSyntaxException broken) {
      throw notAnAnswer(body, broken);
    }
    if (ErrorBody.isError(document)) {
      throw ErrorBody.of(provider, 0, document.tree(), null);
    }
    inspector =
        new ChunkInspector(
            operation == Operation.CHAT
                ? ChunkInspector.Kind.WHOLE
                : ChunkInspector.Kind.COMPLETION);
    needsMending =
        switch (verdict()) {
          case FORWARD -> false;
          case MEND -> true;
          case DROP ->
              throw failure("answered without any " + (embedding ? "data" : "choices"), null);
          case FAIL -> throw failure("ended the answer with an error", null);
        };
  }

  private ChunkInspector.Verdict verdict() {
    if (!embedding) {
      return inspector.inspect(document);
    }
    int data = document.find("data");
    return document.type(data) == '[' && !document.isEmpty(data)
        ? ChunkInspector.Verdict.FORWARD
        : ChunkInspector.Verdict.DROP;
  }

  /**
   * The answer for a client that knows the model by that name (as JSON text).
   *
   * @param base64 whether embeddings are wanted in that form
   */
  Payload forClient(byte[] model, boolean base64) {
    if (needsMending) {
      ObjectNode tree = (ObjectNode) document.tree();
      new ChunkMending(inspector).whole(tree);
      tree.set("model", Json.MAPPER.readTree(model));
      return Payload.of(Json.MAPPER.writeValueAsBytes(tree));
    }
    JsonEdit edit = new JsonEdit(document).put("model", model);
    int data = document.find("data");
    if (embedding && !isInForm(data, base64)) {
      edit.replace(data, vectors(data, base64));
    }
    return edit.apply();
  }

  /** Whether the first embedding has the wanted form, and so all of them. */
  private boolean isInForm(int data, boolean base64) {
    int first = document.nextElement(document.valueStart(data) + 1);
    if (document.bytes()[first] != '{') {
      return true;
    }
    int length = document.elementEnd(first) - first;
    JsonObjectIndex entry = new JsonObjectIndex().read(document.bytes(), first, length);
    return entry.type(entry.find("embedding")) == (base64 ? '"' : '[');
  }

  @Nullable Usage usage() {
    return new UsageReader().read(document, document.find("usage"));
  }

  /** The answer as the events a stream would have had. */
  List<StreamEvent> events() {
    List<StreamEvent> events = new ArrayList<>();
    ChunkDecoder decoder = new ChunkDecoder(events::add);
    decoder.whole(document);
    if (!decoder.started()) {
      throw failure("sent an answer that says nothing", null);
    }
    return events;
  }

  /** Official SDKs ask for base64 unless told otherwise; not every upstream obeys. */
  private byte[] vectors(int data, boolean base64) {
    JsonNode list = document.tree(data);
    for (JsonNode entry : list) {
      if (entry instanceof ObjectNode object) {
        float[] vector = vector(object.path("embedding"));
        if (base64) {
          object.put("embedding", Vectors.base64(vector));
        } else {
          object.set("embedding", Vectors.list(vector));
        }
      }
    }
    return Json.MAPPER.writeValueAsBytes(list);
  }

  /** The embeddings in the order of the inputs. */
  List<float[]> vectors() {
    List<JsonNode> entries = new ArrayList<>();
    document.tree(document.find("data")).forEach(entries::add);
    entries.sort(Comparator.comparingInt(entry -> entry.path("index").asInt(0)));
    return entries.stream().map(entry -> vector(entry.path("embedding"))).toList();
  }

  private float[] vector(JsonNode embedding) {
    try {
      return Vectors.read(embedding);
    } catch (IllegalArgumentException broken) {
      throw failure("sent an embedding that is neither numbers nor base64", broken);
    }
  }

  @Nullable String model() {
    return document.text("model");
  }

  private GatewayException notAnAnswer(byte[] body, JsonSyntaxException broken) {
    String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
    if (start.isEmpty()) {
      return failure("sent an empty answer", broken);
    }
    return start.startsWith("<")
        ? failure(
            "sent a web page instead of an API's answer; check its address (api_base)", broken)
        : failure("sent an answer that is not JSON", broken);
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + provider + " " + what + ".", ErrorDetail.NONE, cause);
  }
}

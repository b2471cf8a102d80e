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
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A whole answer of an upstream, checked to be one: JSON, no error in disguise, and with what was asked for in it. */
final class WholeAnswer {
  private final String provider;
  private final JsonObjectIndex document = new JsonObjectIndex();

  /**
   * Checks the answer.
   *
   * @throws GatewayException when it is no answer
   */
  WholeAnswer(String provider, Operation operation, byte[] body) {
    this.provider = provider;
    try {
      document.read(body, 0, body.length);
    } catch (JsonSyntaxException broken) {
      throw notAnAnswer(body, broken);
    }
    if (document.isSet(document.find("error"))) {
      throw ErrorBody.of(provider, 0, document.tree(), null);
    }
    String list = operation == Operation.EMBEDDING ? "data" : "choices";
    int member = document.find(list);
    if (document.type(member) != '[' || document.isEmpty(member)) {
      throw failure("answered without any " + list, null);
    }
  }

  /** The answer for a client that knows the model by that name (as JSON text). */
  Payload forClient(byte[] model, boolean base64) {
    JsonEdit edit = new JsonEdit(document).put("model", model);
    if (base64) {
      vectors(edit);
    }
    return edit.apply();
  }

  @Nullable Usage usage() {
    return new UsageReader().read(document, document.find("usage"));
  }

  /** The answer as the events a stream would have had. */
  List<StreamEvent> events() {
    List<StreamEvent> events = new ArrayList<>();
    new ChunkDecoder(provider, events::add).completion(document.tree());
    return events;
  }

  /** Official SDKs ask for base64 unless told otherwise; not every upstream obeys. */
  private void vectors(JsonEdit edit) {
    int data = document.find("data");
    JsonNode list = document.tree(data);
    for (JsonNode entry : list) {
      if (entry instanceof ObjectNode object && object.path("embedding").isArray()) {
        object.put("embedding", Vectors.base64(object.get("embedding")));
      }
    }
    edit.replace(data, Json.MAPPER.writeValueAsBytes(list));
  }

  private GatewayException notAnAnswer(byte[] body, JsonSyntaxException broken) {
    String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
    if (start.isEmpty()) {
      return failure("sent an empty answer", broken);
    }
    return start.startsWith("<")
        ? failure("sent a web page instead of an API's answer; check its address (api_base)", broken)
        : failure("sent an answer that is not JSON", broken);
  }

  private GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + provider + " " + what + ".", ErrorDetail.NONE, cause);
  }

  JsonNode tree() {
    return document.tree();
  }
}

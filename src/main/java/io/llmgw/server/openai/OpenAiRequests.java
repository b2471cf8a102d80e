package io.llmgw.server.openai;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Protocol;
import io.llmgw.server.JsonBody;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests in OpenAI's dialect, as the gateway wants them. */
public final class OpenAiRequests {
  private OpenAiRequests() {}

  /**
   * A chat request that did not come over the network.
   *
   * @throws io.llmgw.model.GatewayException naming what is wrong with it
   */
  public static GatewayRequest chat(String id, byte[] body, Cancellation cancellation) {
    JsonObjectIndex checked = RequestBody.checked(JsonBody.index(body), Operation.CHAT);
    return of(id, checked, "", Operation.CHAT, cancellation, null);
  }

  static GatewayRequest of(
      String id,
      JsonObjectIndex body,
      String modelInPath,
      Operation operation,
      Cancellation cancellation,
      @Nullable Duration timeLimit) {
    boolean stream = operation != Operation.EMBEDDING && body.isTrue(body.find("stream"));
    return new GatewayRequest(
        id,
        model(body, modelInPath),
        operation,
        new GatewayRequest.Raw(
            Protocol.OPENAI, body, stream, stream && usageWanted(body), Map.of()),
        new Decoded(operation, body),
        cancellation,
        timeLimit);
  }

  private static @Nullable String model(JsonObjectIndex body, String modelInPath) {
    String model = modelInPath.isEmpty() ? body.text("model") : modelInPath;
    return model == null || model.isBlank() ? null : model;
  }

  private static boolean usageWanted(JsonObjectIndex body) {
    int options = body.find("stream_options");
    return body.type(options) == '{'
        && JsonBody.tree(body, options).path("include_usage").asBoolean(false);
  }

  /** Decodes the body when an upstream needs it decoded. */
  private record Decoded(Operation operation, JsonObjectIndex body)
      implements GatewayRequest.Meaning {
    @Override
    public ChatRequest chat(Fidelity fidelity) {
      return operation == Operation.COMPLETION
          ? ChatDecoder.completion(JsonBody.tree(body))
          : ChatDecoder.chat(JsonBody.tree(body));
    }

    @Override
    public Embeddings.Request embeddings() {
      return EmbeddingCodec.decode(JsonBody.tree(body));
    }
  }
}

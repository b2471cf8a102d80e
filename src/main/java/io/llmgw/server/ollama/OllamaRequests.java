package io.llmgw.server.ollama;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Protocol;
import io.llmgw.server.JsonBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests in Ollama's dialect, as the gateway wants them. */
public final class OllamaRequests {
  private OllamaRequests() {}

  /**
   * A chat request that did not come over the network.
   *
   * @throws io.llmgw.model.GatewayException naming what is wrong with it
   */
  public static GatewayRequest chat(String id, byte[] body, Cancellation cancellation) {
    JsonObjectIndex index = JsonBody.index(body);
    return of(id, index, model(index), false, cancellation);
  }

  /** The model's name as the client has it; null when it has none. */
  static @Nullable String model(JsonObjectIndex body) {
    JsonBody.checkText(body, "model");
    JsonBody.checkText(body, "name");
    String model = body.text("model");
    String name = model == null || model.isBlank() ? body.text("name") : model;
    return name == null || name.isBlank() ? null : name;
  }

  /** Whether the client wants a stream, which is what it gets if it does not say. */
  static boolean streams(JsonObjectIndex body) {
    JsonBody.checkFlag(body, "stream");
    return body.type(body.find("stream")) != 'f';
  }

  static GatewayRequest of(
      String id,
      JsonObjectIndex body,
      @Nullable String model,
      boolean generate,
      Cancellation cancellation) {
    boolean stream = streams(body);
    GatewayRequest.Raw raw =
        generate ? null : new GatewayRequest.Raw(Protocol.OLLAMA, body, stream, false, Map.of());
    return new GatewayRequest(
        id, model, Operation.CHAT, raw, new Decoded(body, generate), cancellation, null);
  }

  /** Decodes the body when an upstream needs it decoded. */
  private record Decoded(JsonObjectIndex body, boolean generate) implements GatewayRequest.Meaning {
    @Override
    public ChatRequest chat(Fidelity fidelity) {
      return generate
          ? RequestDecoder.generate(JsonBody.tree(body), fidelity)
          : RequestDecoder.chat(JsonBody.tree(body), fidelity);
    }

    @Override
    public Embeddings.Request embeddings() {
      throw new IllegalStateException("a chat request");
    }
  }
}

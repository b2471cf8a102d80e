package io.llmgw.server.anthropic;

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

/** Requests in Anthropic's dialect, as the gateway wants them. */
public final class AnthropicRequests {
  /** The header that names features in trial. */
  static final String BETA = "anthropic-beta";

  private AnthropicRequests() {}

  /**
   * A chat request that did not come over the network.
   *
   * @throws io.llmgw.model.GatewayException naming what is wrong with it
   */
  public static GatewayRequest chat(String id, byte[] body, Cancellation cancellation) {
    return of(id, JsonBody.index(body), Operation.CHAT, Map.of(), cancellation, null);
  }

  static GatewayRequest of(
      String id,
      JsonObjectIndex body,
      Operation operation,
      Map<String, String> headers,
      Cancellation cancellation,
      @Nullable Duration timeLimit) {
    JsonBody.checkText(body, "model");
    JsonBody.checkFlag(body, "stream");
    boolean stream = operation == Operation.CHAT && body.isTrue(body.find("stream"));
    String model = body.text("model");
    return new GatewayRequest(
        id,
        model == null || model.isBlank() ? null : model,
        operation,
        new GatewayRequest.Raw(Protocol.ANTHROPIC, body, stream, false, headers),
        new Decoded(body, headers.containsKey(BETA)),
        cancellation,
        timeLimit);
  }

  /** Decodes the body when an upstream needs it decoded. */
  private record Decoded(JsonObjectIndex body, boolean betas) implements GatewayRequest.Meaning {
    @Override
    public ChatRequest chat(Fidelity fidelity) {
      if (betas) {
        fidelity.lose(BETA, "only Anthropic's own protocol has features in trial");
      }
      return MessagesDecoder.decode(JsonBody.tree(body), fidelity);
    }

    @Override
    public Embeddings.Request embeddings() {
      throw new IllegalStateException("the dialect has no embeddings");
    }
  }
}

package io.llmgw.gateway;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Protocol;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect asks of the gateway.
 *
 * @param id the gateway's id of the request
 * @param model the name the client gave, null for the default model
 * @param raw the request as it came, for upstreams that speak the same protocol; null for callers
 *     in process
 * @param meaning the request in the gateway's terms, decoded only when an upstream needs it
 * @param timeLimit the client's own limit for the whole call, null for the configured one
 */
public record GatewayRequest(
    String id,
    @Nullable String model,
    Operation operation,
    @Nullable Raw raw,
    Meaning meaning,
    Cancellation cancellation,
    @Nullable Duration timeLimit) {

  /**
   * A request's bytes and what the dialect knows about them.
   *
   * @param headers those of the protocol that an upstream of the same protocol gets too; names in
   *     lower case
   * @param goesOnFrom the id of an answer that the upstream keeps; null for none
   */
  public record Raw(
      Protocol protocol,
      JsonObjectIndex body,
      boolean stream,
      boolean usageWanted,
      Map<String, String> headers,
      @Nullable String goesOnFrom) {
    public Raw {
      headers = Map.copyOf(headers);
    }

    /** A request that says everything itself. */
    public Raw(
        Protocol protocol,
        JsonObjectIndex body,
        boolean stream,
        boolean usageWanted,
        Map<String, String> headers) {
      this(protocol, body, stream, usageWanted, headers, null);
    }
  }

  /**
   * Decodes a request on demand; throws {@link io.llmgw.model.GatewayException} naming the field
   * that is wrong.
   */
  public interface Meaning {
    /** The chat request; says to {@code fidelity} what of it has no canonical place. */
    ChatRequest chat(Fidelity fidelity);

    Embeddings.Request embeddings();
  }

  /** The same request to another model; null changes nothing. */
  public GatewayRequest withModel(@Nullable String name) {
    return name == null
        ? this
        : new GatewayRequest(id, name, operation, raw, meaning, cancellation, timeLimit);
  }

  /** A chat request that is there already. */
  public static GatewayRequest chat(String id, ChatRequest request, Cancellation cancellation) {
    Meaning meaning =
        new Meaning() {
          @Override
          public ChatRequest chat(Fidelity fidelity) {
            return request;
          }

          @Override
          public Embeddings.Request embeddings() {
            throw new IllegalStateException("a chat request");
          }
        };
    String model = request.model().isEmpty() ? null : request.model();
    return new GatewayRequest(id, model, Operation.CHAT, null, meaning, cancellation, null);
  }
}

package io.llmgw.server.openai;

import io.llmgw.config.GeneralSettings;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.Embeddings;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.server.Delivery;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.RequestIds;
import io.llmgw.server.TimeLimit;
import io.llmgw.server.WholeForm;
import java.time.InstantSource;
import java.util.Objects;

/** Chat completions, legacy completions and embeddings. */
public final class OpenAiEndpoint implements Endpoint {
  private final Operation operation;
  private final Gateway gateway;
  private final Delivery delivery;
  private final InstantSource clock;

  public OpenAiEndpoint(
      Operation operation, Gateway gateway, Delivery delivery, InstantSource clock) {
    this.operation = operation;
    this.gateway = gateway;
    this.delivery = delivery;
    this.clock = clock;
  }

  @Override
  public void handle(Exchange exchange, String modelInPath) {
    GeneralSettings settings = gateway.snapshot().config().general();
    String id = RequestIds.accepted(exchange);
    JsonObjectIndex body = RequestBody.read(exchange, operation, settings.maxRequestBytes());
    GatewayRequest request =
        OpenAiRequests.of(
            id,
            body,
            modelInPath,
            operation,
            exchange.cancellation(),
            TimeLimit.of(exchange, body));
    GatewayRequest.Raw raw = Objects.requireNonNull(request.raw());
    if (raw.stream()) {
      delivery.stream(
          exchange, request, new ChunkForm(answerId(id), seconds(), legacy(), raw.usageWanted()));
    } else {
      delivery.whole(exchange, request, new Whole(id, body));
    }
  }

  private final class Whole implements WholeForm {
    private final String id;
    private final JsonObjectIndex body;

    private Whole(String id, JsonObjectIndex body) {
      this.id = id;
      this.body = body;
    }

    @Override
    public Payload chat(EventStream events, Served served) {
      return Payload.of(Fold.whole(events, answerId(id), served.group(), seconds(), legacy()));
    }

    @Override
    public Payload embeddings(Embeddings.Result result, Served served) {
      boolean base64 = "base64".equals(body.text("encoding_format"));
      return Payload.of(EmbeddingCodec.encode(result, served.group(), base64));
    }
  }

  private boolean legacy() {
    return operation == Operation.COMPLETION;
  }

  private String answerId(String id) {
    return (legacy() ? "cmpl-" : "chatcmpl-") + id;
  }

  private long seconds() {
    return clock.instant().getEpochSecond();
  }
}

package io.llmgw.server.responses;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.config.GeneralSettings;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Protocol;
import io.llmgw.server.Delivery;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import io.llmgw.server.RequestIds;
import io.llmgw.server.TimeLimit;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes responses, and counts the tokens of what they are asked from. Thread-safe. */
public final class ResponsesEndpoint {
  private final Gateway gateway;
  private final Delivery delivery;
  private final ResponseStore store;
  private final InstantSource clock;

  public ResponsesEndpoint(
      Gateway gateway, Delivery delivery, ResponseStore store, InstantSource clock) {
    this.gateway = gateway;
    this.delivery = delivery;
    this.store = store;
    this.clock = clock;
  }

  /** {@code POST /v1/responses}. */
  public Endpoint create() {
    return (exchange, _) -> {
      String id = RequestIds.accepted(exchange);
      JsonObjectIndex body = body(exchange);
      Turn turn = turn(exchange, body);
      boolean stream = body.isTrue(body.find("stream"));
      // no upstream knows what only the gateway remembers
      GatewayRequest.@Nullable Raw raw =
          turn.goesOnFromHere()
              ? null
              : new GatewayRequest.Raw(
                  Protocol.RESPONSES,
                  body,
                  stream,
                  true,
                  Map.of(),
                  body.text("previous_response_id"));
      GatewayRequest request = request(exchange, id, body, Operation.RESPONSE, raw, turn);
      if (stream) {
        delivery.stream(exchange, request, new ResponseForm(turn));
      } else {
        delivery.whole(exchange, request, new ResponseWhole(turn));
      }
    };
  }

  /** {@code POST /v1/responses/input_tokens}. */
  public Endpoint inputTokens() {
    return (exchange, _) -> {
      String id = RequestIds.accepted(exchange);
      JsonObjectIndex body = body(exchange);
      Turn turn = turn(exchange, body);
      delivery.whole(
          exchange,
          request(exchange, id, body, Operation.TOKEN_COUNT, null, turn),
          new ResponseWhole(turn));
    };
  }

  private JsonObjectIndex body(Exchange exchange) {
    JsonObjectIndex body = JsonBody.read(exchange, settings().maxRequestBytes());
    JsonBody.checkText(body, "model");
    JsonBody.checkFlag(body, "stream");
    JsonBody.checkFlag(body, "store");
    JsonBody.checkText(body, "previous_response_id");
    int input = body.find("input");
    if (body.isSet(input) && body.type(input) != '"' && body.type(input) != '[') {
      throw wrong("input", "must be a string or a list of items");
    }
    return body;
  }

  private Turn turn(Exchange exchange, JsonObjectIndex body) {
    return new Turn(body, store, clock, exchange.caller().owner());
  }

  private static GatewayRequest request(
      Exchange exchange,
      String id,
      JsonObjectIndex body,
      Operation operation,
      GatewayRequest.@Nullable Raw raw,
      Turn turn) {
    String model = body.text("model");
    return new GatewayRequest(
        id,
        model == null || model.isBlank() ? null : model,
        operation,
        raw,
        turn,
        exchange.cancellation(),
        TimeLimit.of(exchange, body));
  }

  private GeneralSettings settings() {
    return gateway.snapshot().config().general();
  }
}

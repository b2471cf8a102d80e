package io.llmgw.server.anthropic;

import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.GatewayException;
import io.llmgw.model.TokenEstimate;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.server.Delivery;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import io.llmgw.server.RequestIds;
import io.llmgw.server.StreamForm;
import io.llmgw.server.TimeLimit;
import io.llmgw.server.WholeForm;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Messages, and the count of their tokens. */
public final class MessagesEndpoint implements Endpoint {
  private static final byte[] PING =
      "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Operation operation;
  private final Gateway gateway;
  private final Delivery delivery;

  /**
   * Makes the endpoint.
   *
   * @param operation {@code CHAT} or {@code TOKEN_COUNT}
   */
  public MessagesEndpoint(Operation operation, Gateway gateway, Delivery delivery) {
    this.operation = operation;
    this.gateway = gateway;
    this.delivery = delivery;
  }

  @Override
  public void handle(Exchange exchange, String unused) {
    String id = RequestIds.accepted(exchange);
    exchange.answerHeader("request-id", id);
    long limit = gateway.snapshot().config().general().maxRequestBytes();
    JsonObjectIndex body = JsonBody.read(exchange, limit);
    if (body.type(body.find("messages")) != '[' || body.isEmpty(body.find("messages"))) {
      throw JsonBody.wrong("messages", "must be a list with at least one message");
    }
    GatewayRequest request =
        AnthropicRequests.of(
            id,
            body,
            operation,
            headers(exchange),
            exchange.cancellation(),
            TimeLimit.of(exchange, body));
    if (operation == Operation.CHAT && body.isTrue(body.find("stream"))) {
      delivery.stream(exchange, request, new Form(id, body));
    } else {
      delivery.whole(exchange, request, new Form(id, body));
    }
  }

  /** Those that mean something to an upstream of the same protocol. */
  private static Map<String, String> headers(Exchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : new String[] {AnthropicRequests.BETA, "anthropic-version"}) {
      String value = exchange.header(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  /** Both forms of an answer. */
  private record Form(String id, JsonObjectIndex body) implements StreamForm, WholeForm {
    private String messageId() {
      return "msg_" + id.replaceAll("[^a-zA-Z0-9_-]", "_");
    }

    private long inputTokens() {
      return TokenEstimate.of(JsonBody.tree(body));
    }

    @Override
    public String contentType() {
      return "text/event-stream; charset=utf-8";
    }

    @Override
    public byte[] keepAlive() {
      return PING;
    }

    @Override
    public Writer writer(Served served) {
      return new EventWriter(messageId(), served.group(), inputTokens());
    }

    @Override
    public byte[] failure(GatewayException failure) {
      return new Bytes(256)
          .append("event: error\ndata: ")
          .append(AnthropicErrors.json(failure))
          .append("\n\n")
          .toByteArray();
    }

    @Override
    public Payload chat(EventStream events, Served served) {
      Usage guess = Usage.of(inputTokens(), 0);
      return Payload.of(MessageFold.whole(events, messageId(), served.group(), guess));
    }

    @Override
    public Payload count(Answer.Counted count) {
      String json = "{\"input_tokens\":" + count.inputTokens() + "}";
      return Payload.of(json.getBytes(StandardCharsets.US_ASCII));
    }
  }
}

package io.llmgw.server.ollama;

import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.TokenEstimate;
import io.llmgw.provider.EventStream;
import io.llmgw.server.AllowedModels;
import io.llmgw.server.Delivery;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import io.llmgw.server.RequestIds;
import io.llmgw.server.StreamForm;
import io.llmgw.server.WholeForm;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/chat} and {@code /api/generate}. */
public final class ChatEndpoint implements Endpoint {
  private final boolean generate;
  private final Gateway gateway;
  private final Delivery delivery;
  private final InstantSource clock;

  public ChatEndpoint(boolean generate, Gateway gateway, Delivery delivery, InstantSource clock) {
    this.generate = generate;
    this.gateway = gateway;
    this.delivery = delivery;
    this.clock = clock;
  }

  @Override
  public void handle(Exchange exchange, String unused) {
    String id = RequestIds.accepted(exchange);
    long limit = gateway.snapshot().config().general().maxRequestBytes();
    JsonObjectIndex body = JsonBody.readAnyType(exchange, limit);
    String asked = OllamaRequests.model(body);
    String model = asked == null ? null : ModelNames.known(asked, gateway.snapshot().models());
    GatewayRequest request = OllamaRequests.of(id, body, model, generate, exchange.cancellation());
    if (loads(body)) {
      load(exchange, model, asked, body);
      return;
    }
    Form form = new Form(asked, generate, body, clock);
    if (OllamaRequests.streams(body)) {
      delivery.stream(exchange, request, form);
    } else {
      delivery.whole(exchange, request, form);
    }
  }

  /** A request that says nothing asks for the model to be loaded, or unloaded. */
  private boolean loads(JsonObjectIndex body) {
    String field = generate ? "prompt" : "messages";
    int said = body.find(field);
    return !body.isSet(said)
        || (body.type(said) == '[' && body.isEmpty(said))
        || body.textEquals(said, "");
  }

  private void load(
      Exchange exchange, @Nullable String model, @Nullable String asked, JsonObjectIndex body) {
    AllowedModels.require(exchange, gateway, model);
    int keep = body.find("keep_alive");
    boolean unload = body.isSet(keep) && JsonBody.tree(body, keep).asString("").matches("0[a-z]*");
    ObjectNode answer = Json.MAPPER.createObjectNode().put("model", asked);
    answer.put("created_at", clock.instant().toString());
    if (generate) {
      answer.put("response", "");
    } else {
      answer.putObject("message").put("role", "assistant").put("content", "");
    }
    answer.put("done", true).put("done_reason", unload ? "unload" : "load");
    exchange.respond(200, "application/json", Payload.of(Json.MAPPER.writeValueAsBytes(answer)));
  }

  /** Both forms of an answer. */
  private record Form(
      @Nullable String asked, boolean generate, JsonObjectIndex body, InstantSource clock)
      implements StreamForm, WholeForm {
    private AnswerLines lines(Served served, boolean whole) {
      String model = asked == null ? served.group() : asked;
      long tokens = TokenEstimate.of(JsonBody.tree(body));
      return new AnswerLines(model, generate, whole, tokens, clock);
    }

    @Override
    public String contentType() {
      return "application/x-ndjson";
    }

    @Override
    public byte[] keepAlive() {
      ObjectNode line = Json.MAPPER.createObjectNode().put("model", asked);
      line.put("created_at", clock.instant().toString());
      if (generate) {
        line.put("response", "");
      } else {
        line.putObject("message").put("role", "assistant").put("content", "");
      }
      line.put("done", false);
      return new Bytes(128).append(Json.MAPPER.writeValueAsBytes(line)).append("\n").toByteArray();
    }

    @Override
    public Writer writer(Served served) {
      return lines(served, false);
    }

    @Override
    public byte[] failure(GatewayException failure) {
      return new Bytes(256).append(OllamaErrors.json(failure)).append("\n").toByteArray();
    }

    @Override
    public Payload chat(EventStream events, Served served) {
      AnswerLines lines = lines(served, true);
      Bytes out = new Bytes(1024);
      for (StreamEvent event = events.next(); event != null; event = events.next()) {
        lines.write(event, out);
      }
      lines.end(out);
      return Payload.of(out.toByteArray());
    }
  }
}

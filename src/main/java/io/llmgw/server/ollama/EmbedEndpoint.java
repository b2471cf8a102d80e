package io.llmgw.server.ollama;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.GatewayRequest;
import io.llmgw.gateway.Served;
import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Operation;
import io.llmgw.server.Delivery;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import io.llmgw.server.RequestIds;
import io.llmgw.server.WholeForm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/embed}, and its older form {@code /api/embeddings} for one text. */
public final class EmbedEndpoint implements Endpoint {
  private final boolean single;
  private final Gateway gateway;
  private final Delivery delivery;

  public EmbedEndpoint(boolean single, Gateway gateway, Delivery delivery) {
    this.single = single;
    this.gateway = gateway;
    this.delivery = delivery;
  }

  @Override
  public void handle(Exchange exchange, String unused) {
    String id = RequestIds.accepted(exchange);
    long limit = gateway.snapshot().config().general().maxRequestBytes();
    JsonObjectIndex body = JsonBody.readAnyType(exchange, limit);
    String asked = OllamaRequests.model(body);
    String model = asked == null ? null : ModelNames.known(asked, gateway.snapshot().models());
    GatewayRequest request =
        new GatewayRequest(
            id,
            model,
            Operation.EMBEDDING,
            null,
            new Decoded(body, single),
            exchange.cancellation(),
            null);
    delivery.whole(exchange, request, new Form(asked, single));
  }

  private record Decoded(JsonObjectIndex body, boolean single) implements GatewayRequest.Meaning {
    @Override
    public ChatRequest chat(Fidelity fidelity) {
      throw new IllegalStateException("an embedding request");
    }

    @Override
    public Embeddings.Request embeddings() {
      JsonNode tree = JsonBody.tree(body);
      String field = single ? "prompt" : "input";
      JsonNode input = tree.path(field);
      List<String> texts = new ArrayList<>();
      if (input.isString()) {
        texts.add(input.asString());
      }
      for (JsonNode text : input) {
        if (single || !text.isString()) {
          throw wrong(field, single ? "must be a string" : "must be a string or a list of strings");
        }
        texts.add(text.asString());
      }
      if (texts.isEmpty()) {
        throw wrong(field, "must be a string" + (single ? "" : " or a list of strings"));
      }
      JsonNode dimensions = tree.path("dimensions");
      boolean unsaid = dimensions.isMissingNode() || dimensions.isNull();
      if (!unsaid && !(dimensions.isIntegralNumber() && dimensions.canConvertToInt())) {
        throw wrong("dimensions", "must be a whole number");
      }
      return new Embeddings.Request(
          tree.path("model").asString(""), texts, unsaid ? null : dimensions.asInt());
    }
  }

  private record Form(@Nullable String asked, boolean single) implements WholeForm {
    @Override
    public Payload embeddings(Embeddings.Result result, Served served) {
      ObjectNode answer = Json.MAPPER.createObjectNode();
      if (single) {
        numbers(answer.putArray("embedding"), result.vectors().getFirst());
      } else {
        answer.put("model", asked == null ? served.group() : asked);
        ArrayNode vectors = answer.putArray("embeddings");
        result.vectors().forEach(vector -> numbers(vectors.addArray(), vector));
        answer.put("total_duration", Math.max(1, served.upstreamTime().toNanos()));
        answer.put("load_duration", 0).put("prompt_eval_count", result.usage().inputTokens());
      }
      return Payload.of(Json.MAPPER.writeValueAsBytes(answer));
    }

    private static void numbers(ArrayNode into, float[] vector) {
      for (float number : vector) {
        into.add(number);
      }
    }
  }
}

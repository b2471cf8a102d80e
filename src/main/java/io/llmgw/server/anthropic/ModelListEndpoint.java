package io.llmgw.server.anthropic;

import io.llmgw.catalog.ModelMode;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.ModelTable;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.AllowedModels;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chat models in Anthropic's shape. At the paths OpenAI's clients use too, for those that say
 * {@code anthropic-version}; the others get the other endpoint's answer.
 *
 * @see <a href="https://docs.claude.com/en/api/models-list">the list</a>
 */
public final class ModelListEndpoint {
  // a model group has no birthday
  private static final String CREATED = "2023-02-22T13:36:42Z";

  private final Gateway gateway;

  public ModelListEndpoint(Gateway gateway) {
    this.gateway = gateway;
  }

  /** {@code GET /v1/models}. */
  public Endpoint list(Endpoint other) {
    return choosing((exchange, _) -> respond(exchange, all(exchange)), other);
  }

  /** {@code GET /v1/models/{id}}. */
  public Endpoint one(Endpoint other) {
    return choosing(this::one, other);
  }

  private static Endpoint choosing(Endpoint own, Endpoint other) {
    return (exchange, parameter) -> {
      boolean asked = exchange.header("anthropic-version") != null;
      (asked ? own : other).handle(exchange, parameter);
    };
  }

  private void one(Exchange exchange, String id) {
    if (AllowedModels.find(exchange, models(), id).isEmpty()) {
      throw new GatewayException(
          ErrorKind.NOT_FOUND,
          "The model '" + id + "' does not exist here.",
          new ErrorDetail(404, null, "model_not_found", "model", null));
    }
    respond(exchange, entry(id));
  }

  private ModelTable models() {
    return gateway.snapshot().models();
  }

  private ObjectNode all(Exchange exchange) {
    ObjectNode list = Json.MAPPER.createObjectNode();
    ArrayNode data = list.putArray("data");
    AllowedModels.listed(exchange, models())
        .forEach((name, group) -> {
          if (group.getFirst().mode().equals(ModelMode.CHAT)) {
            data.add(entry(name));
          }
        });
    list.put("has_more", false);
    list.put("first_id", data.isEmpty() ? null : data.get(0).path("id").asString());
    list.put("last_id", data.isEmpty() ? null : data.get(data.size() - 1).path("id").asString());
    return list;
  }

  private static ObjectNode entry(String name) {
    ObjectNode entry = Json.MAPPER.createObjectNode().put("type", "model").put("id", name);
    return entry.put("display_name", name).put("created_at", CREATED);
  }

  private static void respond(Exchange exchange, ObjectNode body) {
    exchange.respond(200, "application/json", Payload.of(Json.MAPPER.writeValueAsBytes(body)));
  }
}

package io.llmgw.server.admin;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.Gateway;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /model/new} and {@code POST /model/delete}, as LiteLLM has them. Thread-safe. */
public final class ModelAdminEndpoints {
  private final ModelAdmin admin;
  private final Gateway gateway;
  private final Supplier<DeploymentFacts> facts;

  public ModelAdminEndpoints(ModelAdmin admin, Gateway gateway, Supplier<DeploymentFacts> facts) {
    this.admin = admin;
    this.gateway = gateway;
    this.facts = facts;
  }

  /** {@code POST /model/new}: answers with what is served now, without its keys. */
  public Endpoint create() {
    return (exchange, _) -> {
      String id = admin.add(body(exchange));
      ObjectNode answer = Json.MAPPER.createObjectNode().put("model_id", id);
      gateway.snapshot().models().groups().values().stream()
          .flatMap(List::stream)
          .filter(each -> each.config().id().equals(id))
          .findFirst()
          .ifPresent(each -> answer.setAll(ModelInfoEndpoint.entry(each, facts.get(), true)));
      respond(exchange, answer);
    };
  }

  /** {@code POST /model/delete}. */
  public Endpoint delete() {
    return (exchange, _) -> {
      String id = body(exchange).path("id").asString("");
      if (id.isEmpty()) {
        throw wrong("id", "is missing: the model_info.id of a model");
      }
      admin.remove(id);
      respond(
          exchange,
          Json.MAPPER.createObjectNode().put("message", "Model: " + id + " deleted successfully"));
    };
  }

  private ObjectNode body(Exchange exchange) {
    long limit = gateway.snapshot().config().general().maxRequestBytes();
    if (JsonBody.tree(JsonBody.read(exchange, limit)) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalStateException("a body that was read is an object");
  }

  private static void respond(Exchange exchange, ObjectNode body) {
    exchange.answerHeader("Cache-Control", "no-store");
    exchange.respond(200, "application/json", Payload.of(Json.MAPPER.writeValueAsBytes(body)));
  }
}

package io.llmgw.server.admin;

import io.llmgw.catalog.LiteLlmFields;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.Price;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.Gateway;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.AllowedModels;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /model/info}: every deployment, without its keys; only what the caller may ask for,
 * and where it is only for the master key.
 */
public final class ModelInfoEndpoint implements Endpoint {
  private final Gateway gateway;
  private final Supplier<DeploymentFacts> facts;

  /**
   * Answers about what that gateway serves.
   *
   * @param facts what is known about models; asked anew for each answer
   */
  public ModelInfoEndpoint(Gateway gateway, Supplier<DeploymentFacts> facts) {
    this.gateway = gateway;
    this.facts = facts;
  }

  @Override
  public void handle(Exchange exchange, String unused) {
    String wanted = exchange.query("litellm_model_id");
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode data = answer.putArray("data");
    DeploymentFacts known = facts.get();
    Map<String, List<Deployment>> groups = gateway.snapshot().models().groups();
    groups.forEach((name, group) -> {
      if (AllowedModels.may(exchange, name, group)) {
        group.stream()
            .filter(each -> wanted == null || wanted.equals(each.config().id()))
            .forEach(each -> data.add(entry(each, known, exchange.caller().mayAdminister())));
      }
    });
    if (wanted != null && data.isEmpty()) {
      throw new GatewayException(
          ErrorKind.NOT_FOUND,
          "There is no deployment with the id '" + wanted + "'.",
          new ErrorDetail(404, "not_found_error", null, "litellm_model_id", null));
    }
    exchange.respond(200, "application/json", Payload.of(Json.MAPPER.writeValueAsBytes(answer)));
  }

  /**
   * What is told of one.
   *
   * @param whole also where it is
   */
  static ObjectNode entry(Deployment deployment, DeploymentFacts known, boolean whole) {
    DeploymentConfig config = deployment.config();
    ObjectNode entry = Json.MAPPER.createObjectNode().put("model_name", config.modelName());
    ObjectNode params = entry.putObject("litellm_params");
    params.put("model", config.provider() + "/" + config.model());
    params.put("custom_llm_provider", config.provider());
    if (whole) {
      put(params, "api_base", bare(config.endpoint().apiBase()));
      put(params, "api_version", config.endpoint().apiVersion());
      put(params, "rpm", config.limits().rpm());
      put(params, "tpm", config.limits().tpm());
    }
    ObjectNode info = info(deployment);
    catalogued(info, known.of(config));
    entry.set("model_info", info);
    return entry;
  }

  /** What the catalogue knows; what the configuration says is there already. */
  private static void catalogued(ObjectNode info, ModelFacts facts) {
    putNew(info, "key", facts.name());
    putNew(info, "litellm_provider", facts.vendor());
    putNew(info, "max_input_tokens", facts.contextTokens());
    putNew(info, "max_output_tokens", facts.maxOutputTokens());
    putNew(info, "max_tokens", facts.maxOutputTokens());
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<Price> inForce =
        facts.prices().stream()
            .filter(price -> !price.from().isAfter(today))
            .sorted(Comparator.comparing(Price::from))
            .toList();
    LiteLlmFields.fields(inForce).forEach((name, figure) -> putNew(info, name, figure));
    LiteLlmFields.abilities(facts.capabilities())
        .forEach(ability -> putNew(info, "supports_" + ability, true));
  }

  private static void putNew(ObjectNode info, String name, @Nullable Object value) {
    if (!info.has(name)) {
      put(info, name, value);
    }
  }

  private static ObjectNode info(Deployment deployment) {
    DeploymentConfig.ModelInfo known = deployment.config().info();
    ObjectNode info = Json.MAPPER.createObjectNode();
    known.other().forEach((name, value) -> info.set(name, Json.MAPPER.valueToTree(value)));
    info.put("id", deployment.config().id()).put("db_model", isAdded(deployment));
    info.put("mode", deployment.mode());
    put(info, "base_model", known.baseModel());
    put(info, "max_input_tokens", known.maxInputTokens());
    put(info, "max_output_tokens", known.maxOutputTokens());
    known.supports().forEach((name, does) -> info.put("supports_" + name, does));
    return info;
  }

  private static boolean isAdded(Deployment deployment) {
    return deployment.config().origin().equals(ModelAdmin.ORIGIN);
  }

  private static void put(ObjectNode into, String name, @Nullable Object value) {
    if (value != null) {
      into.set(name, Json.MAPPER.valueToTree(value));
    }
  }

  /** Some put a key into the address. */
  private static @Nullable String bare(@Nullable String address) {
    return address == null
        ? null
        : address.replaceFirst("[?#].*$", "").replaceFirst("//[^/@]*@", "//");
  }
}

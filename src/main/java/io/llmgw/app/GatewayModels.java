package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.Environment;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The models of a gateway that runs elsewhere, as it tells them to the caller's key. Used by one
 * thread; whoever opens it closes it.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/model_management">{@code /model/info}</a>
 */
public final class GatewayModels implements AutoCloseable {
  private static final int LONGEST = 16 << 20;

  private final LoadedConfig gateway;
  private final DeploymentConfig everything;
  private final Duration limit;
  private final HttpTransport transport;

  /**
   * Asks nothing yet.
   *
   * @throws io.llmgw.config.ConfigException when {@code server} is no address
   */
  public GatewayModels(String server, Environment environment, Duration limit) {
    this.gateway = OtherGateway.config(server, environment);
    this.everything = gateway.config().deployments().getFirst();
    this.limit = limit;
    this.transport = new HttpTransport(limit, new ProxyVariables(environment));
  }

  /**
   * A configuration with an entry for each of its deployments, as far as it tells of them.
   *
   * @throws GatewayException when it does not answer, refuses the key, or is no gateway
   */
  public GatewayConfig ask() {
    JsonNode told = get("/model/info");
    boolean deployments = told != null;
    JsonNode data = Objects.requireNonNullElseGet(told, this::list).path("data");
    List<DeploymentConfig> entries = new ArrayList<>();
    for (JsonNode one : data) {
      String name = one.path(deployments ? "model_name" : "id").asString("");
      if (!name.isEmpty()) {
        entries.add(deployments ? deployment(name, one) : everything.named(name, name, name));
      }
    }
    GatewayConfig empty = gateway.config();
    return new GatewayConfig(entries, empty.general(), empty.router(), empty.requests());
  }

  /**
   * An entry for each name it serves, which passes the name on to it; with what it tells of the
   * model, such as its price.
   *
   * @throws GatewayException when it does not answer, refuses the key, or is no gateway
   */
  List<DeploymentConfig> routes() {
    Map<String, DeploymentConfig> routes = new LinkedHashMap<>();
    for (DeploymentConfig one : ask().deployments()) {
      String name = one.modelName();
      if (!name.contains("*")) {
        routes.putIfAbsent(
            name, everything.named("server/" + name, name, name).withInfo(one.info()));
      }
    }
    return List.copyOf(routes.values());
  }

  private JsonNode list() {
    JsonNode list = get("/models");
    if (list == null) {
      throw new GatewayException(
          ErrorKind.NOT_FOUND,
          everything.origin() + " has no list of models.",
          new ErrorDetail(404, null, null, null, null));
    }
    return list;
  }

  private DeploymentConfig deployment(String name, JsonNode told) {
    String model = told.at("/litellm_params/model").asString(name);
    int slash = model.indexOf('/');
    JsonNode info = told.path("model_info");
    return new DeploymentConfig(
        info.path("id").asString(name),
        name,
        slash < 0 ? everything.provider() : model.substring(0, slash),
        model.substring(slash + 1),
        everything.endpoint(),
        DeploymentConfig.AzureIdentity.NONE,
        DeploymentConfig.Limits.DEFAULT,
        DeploymentConfig.Repair.DEFAULT,
        info(info),
        everything.origin());
  }

  private static ModelInfo info(JsonNode told) {
    Map<String, Boolean> supports = new HashMap<>();
    Map<String, Object> prices = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : told.properties()) {
      if (field.getKey().startsWith("supports_") && field.getValue().isBoolean()) {
        supports.put(field.getKey().substring("supports_".length()), field.getValue().asBoolean());
      } else if (field.getValue().isNumber() && field.getKey().contains("cost")) {
        prices.put(field.getKey(), field.getValue().decimalValue());
      }
    }
    return new ModelInfo(
        text(told, "mode"),
        text(told, "base_model"),
        count(told, "max_input_tokens"),
        count(told, "max_output_tokens"),
        supports,
        prices);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.path(name).isString() ? node.path(name).asString() : null;
  }

  private static @Nullable Long count(JsonNode node, String name) {
    return node.path(name).canConvertToLong() ? node.path(name).asLong() : null;
  }

  /** Null when there is no such path. */
  private @Nullable JsonNode get(String path) {
    Secret key = everything.endpoint().apiKey();
    String url = everything.endpoint().apiBase() + path;
    Map<String, String> headers =
        key == null ? Map.of() : Map.of("Authorization", "Bearer " + key.reveal());
    HttpTarget target = HttpTarget.of(url, headers);
    var call = new Call("models", new Cancellation(), new TimeLimits(limit, limit, limit));
    try (HttpAnswer answer = transport.get(target, Map.of(), call)) {
      JsonNode body = tree(answer.readAll(LONGEST));
      int status = answer.status();
      if (status == 404 || status == 405) {
        return null;
      }
      if (status != 200 || !body.path("data").isArray()) {
        String said = body.at("/error/message").asString("");
        throw new GatewayException(
            status == 200 ? ErrorKind.UPSTREAM : ErrorKind.ofStatus(status),
            said.isEmpty()
                ? "%s answered %d in a way no gateway does.".formatted(target.host(), status)
                : said,
            new ErrorDetail(status, null, null, null, null));
      }
      return body;
    }
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException _) {
      // a web page; whoever looks for the list misses it
      return Json.MAPPER.createObjectNode();
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}

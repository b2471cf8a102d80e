package io.llmgw.server.ollama;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.catalog.ModelMode;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.Gateway;
import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.AllowedModels;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import io.llmgw.server.JsonBody;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an Ollama server tells about its models, told of the gateway's. */
public final class ModelEndpoints {
  /** The version of Ollama whose protocol this is, which clients compare. */
  private static final String VERSION = "0.12.6";

  private static final String MODIFIED = "2024-01-01T00:00:00Z";
  private static final Set<String> SHOWN = Set.of(ModelMode.CHAT, "embedding", "completion");

  private final Gateway gateway;

  public ModelEndpoints(Gateway gateway) {
    this.gateway = gateway;
  }

  /** {@code GET /api/version}. */
  public Endpoint version() {
    return (exchange, _) ->
        respond(exchange, Json.MAPPER.createObjectNode().put("version", VERSION));
  }

  /** {@code GET /api/tags}. */
  public Endpoint tags() {
    return (exchange, _) -> {
      ObjectNode list = Json.MAPPER.createObjectNode();
      ArrayNode models = list.putArray("models");
      AllowedModels.listed(exchange, gateway.snapshot().models())
          .forEach((name, group) -> {
            if (SHOWN.contains(group.getFirst().mode())) {
              models.add(entry(name, group.getFirst()));
            }
          });
      respond(exchange, list);
    };
  }

  /** {@code GET /api/ps}: no model is ever loaded here. */
  public Endpoint running() {
    return (exchange, _) -> {
      ObjectNode list = Json.MAPPER.createObjectNode();
      list.putArray("models");
      respond(exchange, list);
    };
  }

  /** {@code POST /api/show}. */
  public Endpoint show() {
    return (exchange, _) -> {
      String name = named(exchange);
      Deployment first = find(exchange, name);
      ObjectNode answer = Json.MAPPER.createObjectNode();
      answer.put("modelfile", "").put("parameters", "").put("template", "{{ .Prompt }}");
      answer.set("details", details(first));
      ObjectNode info = answer.putObject("model_info");
      info.put("general.architecture", "llmgw").put("general.basename", name);
      Long context = first.config().info().maxInputTokens();
      if (context != null) {
        info.put("llmgw.context_length", context);
      }
      capabilities(answer.putArray("capabilities"), first);
      answer.put("modified_at", MODIFIED);
      respond(exchange, answer);
    };
  }

  /** {@code POST /api/pull}: done at once for what is here. */
  public Endpoint pull() {
    return (exchange, _) -> {
      find(exchange, named(exchange));
      byte[] line = "{\"status\":\"success\"}\n".getBytes(StandardCharsets.US_ASCII);
      exchange.respond(200, "application/x-ndjson", Payload.of(line));
    };
  }

  /** What changes an Ollama server's models, of which there are none. */
  public static Endpoint unsupported() {
    return (exchange, _) -> {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          exchange.path() + " is not supported: models are those of the gateway's configuration.",
          new ErrorDetail(501, null, null, null, null));
    };
  }

  private String named(Exchange exchange) {
    JsonObjectIndex body =
        JsonBody.readAnyType(exchange, gateway.snapshot().config().general().maxRequestBytes());
    String name = OllamaRequests.model(body);
    if (name == null) {
      throw wrong("model", "is missing");
    }
    return name;
  }

  private Deployment find(Exchange exchange, String name) {
    String known = ModelNames.known(name, gateway.snapshot().models());
    List<Deployment> group = AllowedModels.find(exchange, gateway.snapshot().models(), known);
    if (group.isEmpty()) {
      throw new GatewayException(
          ErrorKind.NOT_FOUND, "model '" + name + "' not found", ErrorDetail.NONE);
    }
    return group.getFirst();
  }

  private static ObjectNode entry(String name, Deployment deployment) {
    String listed = ModelNames.listed(name);
    ObjectNode entry = Json.MAPPER.createObjectNode().put("name", listed).put("model", listed);
    entry.put("modified_at", MODIFIED).put("size", 1L << 30).put("digest", digest(name));
    entry.set("details", details(deployment));
    capabilities(entry.putArray("capabilities"), deployment);
    return entry;
  }

  private static ObjectNode details(Deployment deployment) {
    DeploymentConfig config = deployment.config();
    ObjectNode details = Json.MAPPER.createObjectNode().put("parent_model", "");
    details.put("format", "gguf").put("family", config.provider());
    details.putArray("families").add(config.provider());
    return details.put("parameter_size", "").put("quantization_level", "");
  }

  private static void capabilities(ArrayNode into, Deployment deployment) {
    if (deployment.mode().equals("embedding")) {
      into.add("embedding");
      return;
    }
    into.add("completion");
    DeploymentConfig.ModelInfo info = deployment.config().info();
    if (info.supports().getOrDefault("function_calling", true)) {
      into.add("tools");
    }
    if (info.supports().getOrDefault("vision", false)) {
      into.add("vision");
    }
    if (info.supports().getOrDefault("reasoning", false)) {
      into.add("thinking");
    }
  }

  private static String digest(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static void respond(Exchange exchange, ObjectNode body) {
    exchange.respond(200, "application/json", Payload.of(Json.MAPPER.writeValueAsBytes(body)));
  }
}

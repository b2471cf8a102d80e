package io.llmgw.server.openai;

import io.llmgw.catalog.ModelMode;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.Snapshot;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.AllowedModels;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list of models, from memory. It holds chat models, because chat clients offer whatever it
 * holds; {@code ?type=} with a mode or {@code all}, and {@code /models/all}, give the others.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/models">models</a>
 */
public final class ModelsEndpoint {
  // LiteLLM's constant; a model group has no birthday
  private static final long CREATED = 1_677_610_602L;
  private static final String ALL = "all";

  private final Gateway gateway;
  private volatile @Nullable Lists lists;

  /** The answers for one snapshot: by mode, and by model. */
  private record Lists(Snapshot snapshot, Map<String, byte[]> byMode, Map<String, byte[]> byId) {}

  public ModelsEndpoint(Gateway gateway) {
    this.gateway = gateway;
  }

  /** {@code GET /models}. */
  public Endpoint list() {
    return (exchange, _) -> {
      String type = exchange.query("type");
      list(exchange, type == null ? ModelMode.CHAT : type);
    };
  }

  /** {@code GET /models/all}. */
  public Endpoint listAll() {
    return (exchange, _) -> list(exchange, ALL);
  }

  /** {@code GET /models/{id}}. */
  public Endpoint one() {
    return (exchange, id) -> {
      Lists now = lists();
      boolean allowed = !AllowedModels.find(exchange, now.snapshot.models(), id).isEmpty();
      byte[] entry = allowed ? now.byId.get(id) : null;
      if (entry == null && allowed) {
        entry = unlisted(now.snapshot, id);
      }
      if (entry == null) {
        throw new GatewayException(
            ErrorKind.NOT_FOUND,
            "The model '" + id + "' does not exist here.",
            new ErrorDetail(404, "invalid_request_error", "model_not_found", "model", null));
      }
      exchange.respond(200, "application/json", Payload.of(entry));
    };
  }

  /**
   * What is served without being listed: what a wildcard stands for, a hidden alias, a deployment
   * by its id.
   */
  private static byte @Nullable [] unlisted(Snapshot snapshot, String id) {
    List<Deployment> group = snapshot.models().find(id);
    boolean info = snapshot.config().general().openWebUiInfo();
    return group.isEmpty() ? null : Json.MAPPER.writeValueAsBytes(entry(id, group, info));
  }

  private void list(Exchange exchange, String mode) {
    Lists now = lists();
    byte[] list =
        exchange.caller().mayAskForAll() ? now.byMode.get(mode) : allowed(exchange, now, mode);
    if (list == null) {
      list = Json.MAPPER.writeValueAsBytes(list(List.of()));
    }
    exchange.respond(200, "application/json", Payload.of(list));
  }

  /** The list for a key that may not ask for every model. */
  private static byte[] allowed(Exchange exchange, Lists now, String mode) {
    boolean info = now.snapshot.config().general().openWebUiInfo();
    List<ObjectNode> entries = new ArrayList<>();
    AllowedModels.listed(exchange, now.snapshot.models())
        .forEach((name, group) -> {
          if (mode.equals(ALL) || mode.equals(group.getFirst().mode())) {
            entries.add(entry(name, group, info));
          }
        });
    return Json.MAPPER.writeValueAsBytes(list(entries));
  }

  private Lists lists() {
    Snapshot now = gateway.snapshot();
    Lists made = lists;
    if (made == null || made.snapshot != now) {
      made = make(now);
      lists = made;
    }
    return made;
  }

  private static Lists make(Snapshot snapshot) {
    Map<String, ObjectNode> entries = new LinkedHashMap<>();
    Map<String, String> modes = new HashMap<>();
    boolean info = snapshot.config().general().openWebUiInfo();
    snapshot
        .models()
        .listed()
        .forEach((name, group) -> {
          modes.put(name, group.getFirst().mode());
          entries.put(name, entry(name, group, info));
        });
    Map<String, byte[]> byMode = new HashMap<>();
    byMode.put(ALL, Json.MAPPER.writeValueAsBytes(list(List.copyOf(entries.values()))));
    modes.values().stream()
        .distinct()
        .forEach(mode -> byMode.put(mode, ofMode(entries, modes, mode)));
    Map<String, byte[]> byId = new HashMap<>();
    entries.forEach((name, entry) -> byId.put(name, Json.MAPPER.writeValueAsBytes(entry)));
    return new Lists(snapshot, byMode, byId);
  }

  private static byte[] ofMode(
      Map<String, ObjectNode> entries, Map<String, String> modes, String mode) {
    return Json.MAPPER.writeValueAsBytes(
        list(
            entries.entrySet().stream()
                .filter(entry -> mode.equals(modes.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList()));
  }

  private static ObjectNode list(List<ObjectNode> entries) {
    ObjectNode list = Json.MAPPER.createObjectNode();
    ArrayNode data = list.putArray("data");
    entries.forEach(data::add);
    return list.put("object", "list");
  }

  private static ObjectNode entry(String name, List<Deployment> group, boolean info) {
    DeploymentConfig first = group.getFirst().config();
    ObjectNode entry = Json.MAPPER.createObjectNode().put("id", name).put("object", "model");
    entry
        .put("created", CREATED)
        .put("owned_by", first.provider())
        .put("mode", group.getFirst().mode());
    Long context = first.info().maxInputTokens();
    if (context != null) {
      entry.put("context_length", context);
    }
    Map<String, Boolean> supports = first.info().supports();
    if (!supports.isEmpty()) {
      ObjectNode capabilities = entry.putObject("capabilities");
      supports.forEach(capabilities::put);
    }
    if (info) {
      OpenWebUiInfo.add(entry, supports);
    }
    return entry;
  }
}

package io.llmgw.app;

import io.llmgw.config.ConfigException;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.gateway.ModelTable;
import io.llmgw.keys.KeyRing;
import io.llmgw.keys.ModelRegister;
import io.llmgw.keys.StoredModel;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.admin.ModelAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Serves what is in the register of added models besides the configuration. Thread-safe. */
final class AddedModels implements ModelAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(AddedModels.class);
  private static final List<String> MEMBERS =
      List.of("model_name", "litellm_params", "params", "model_info");

  private final KeyRing keys;
  private final GatewayRuntime runtime;
  private List<StoredModel> seen = List.of();

  AddedModels(KeyRing keys, GatewayRuntime runtime) {
    this.keys = keys;
    this.runtime = runtime;
    keys.onChange(() -> refreshQuietly(false));
  }

  /**
   * Offers what the register holds; one that cannot be used is left out, and the log says why.
   *
   * @param anew also when the register is as it was, because the configuration may not be
   */
  synchronized void refreshQuietly(boolean anew) {
    try {
      ModelRegister register = keys.modelsIfThere();
      if (register != null) {
        List<StoredModel> now = register.stored();
        if (!now.equals(seen) || (anew && !now.isEmpty())) {
          refresh(register, now, runtime.entries());
        }
      }
    } catch (GatewayException failure) {
      LOG.error("added models cannot be read: {}", failure.text());
    } catch (RuntimeException fault) {
      // whoever calls goes on watching
      LOG.error("added models could not be refreshed", fault);
    }
  }

  private void refresh(ModelRegister register, List<StoredModel> now, ConfigLoader.Entries reader) {
    List<DeploymentConfig> usable = new ArrayList<>();
    for (Map.Entry<String, @Nullable ObjectNode> each : register.open(now).entrySet()) {
      ObjectNode entry = each.getValue();
      if (entry == null) {
        LOG.error("the added model {} cannot be decrypted, and is left out", each.getKey());
        continue;
      }
      try {
        usable.addAll(runtime.read(reader, entry.toString(), ORIGIN));
      } catch (ConfigException broken) {
        LOG.error("the added model {} is left out: {}", each.getKey(), told(broken));
      }
    }
    runtime.add(usable);
    seen = now;
  }

  @Override
  public synchronized String add(ObjectNode request) {
    ObjectNode entry = checked(request);
    String id = entry.path("model_info").path("id").asString("");
    id = id.isEmpty() ? UUID.randomUUID().toString() : id;
    if (isServed(id)) {
      throw refused("model_info.id", "The id '" + id + "' belongs to a model that is there.");
    }
    JsonNode info = entry.get("model_info");
    (info instanceof ObjectNode known ? known : entry.putObject("model_info")).put("id", id);
    ConfigLoader.Entries reader;
    try {
      reader = runtime.entries();
      List<DeploymentConfig> read = runtime.read(reader, entry.toString(), ORIGIN);
      if (read.size() != 1) {
        throw refused("model_name", "'*' stands for no single model; name it.");
      }
    } catch (ConfigException broken) {
      throw refused("litellm_params", told(broken));
    }
    ModelRegister register = keys.models();
    register.add(id, entry);
    refresh(register, register.stored(), reader);
    return id;
  }

  private static ObjectNode checked(ObjectNode request) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : request.properties()) {
      if (!member.getValue().isNull()) {
        if (!MEMBERS.contains(member.getKey())) {
          throw refused(member.getKey(), "'" + member.getKey() + "' is not known here.");
        }
        entry.set(member.getKey(), member.getValue().deepCopy());
      }
    }
    if (!entry.path("model_name").isString()) {
      throw refused("model_name", "'model_name' must be a string.");
    }
    JsonNode info = entry.path("model_info");
    if (!info.isMissingNode() && !info.isObject()) {
      throw refused("model_info", "'model_info' must be an object.");
    }
    if (!entry.has("litellm_params") && !entry.has("params")) {
      throw refused("litellm_params", "'litellm_params' is missing.");
    }
    return entry;
  }

  private boolean isServed(String id) {
    ModelTable models = runtime.gateway().snapshot().models();
    return models.wildcards().stream().anyMatch(config -> config.id().equals(id))
        || models.groups().values().stream()
            .flatMap(List::stream)
            .anyMatch(each -> each.config().id().equals(id));
  }

  @Override
  public synchronized void remove(String id) {
    ModelRegister register = keys.modelsIfThere();
    if (register == null || !register.remove(id)) {
      throw refused(
          "id",
          isServed(id)
              ? "The model '" + id + "' is in the configuration; take it out there."
              : "There is no added model with the id '" + id + "'.");
    }
    refreshQuietly(false);
  }

  private static String told(ConfigException broken) {
    return broken.problems().stream()
        .map(each -> each.message() + (each.hint() == null ? "" : " (" + each.hint() + ")"))
        .collect(Collectors.joining("; "));
  }

  private static GatewayException refused(String param, String message) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        message,
        new ErrorDetail(400, "bad_request_error", null, param, null));
  }
}

package io.llmgw.server;

import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.ModelTable;
import io.llmgw.keys.Caller;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which models a caller may ask for, and is shown. */
public final class AllowedModels {
  private AllowedModels() {}

  /** The models that are listed, without those the caller may not ask for. */
  public static Map<String, List<Deployment>> listed(Exchange exchange, ModelTable models) {
    Map<String, List<Deployment>> listed = models.listed();
    if (exchange.caller().mayAskForAll()) {
      return listed;
    }
    Map<String, List<Deployment>> allowed = new LinkedHashMap<>();
    listed.forEach((name, group) -> {
      if (mayAsk(exchange.caller(), name, group)) {
        allowed.put(name, group);
      }
    });
    return allowed;
  }

  /** The deployments that serve a name, none when the caller may not ask for it. */
  public static List<Deployment> find(Exchange exchange, ModelTable models, String name) {
    List<Deployment> group = models.find(name);
    return mayAsk(exchange.caller(), name, group) ? group : List.of();
  }

  /**
   * Checks that a model is there, and that the caller may ask for it.
   *
   * @param model null for the default model
   * @throws GatewayException when it is not so
   */
  public static void require(Exchange exchange, Gateway gateway, @Nullable String model) {
    Gateway.Asked asked = gateway.asked(model);
    if (!mayAsk(exchange.caller(), asked.name(), asked.group())) {
      throw denied(exchange.caller(), asked.name());
    }
    gateway.require(model);
  }

  /** Whether the caller may ask for a model that a group serves. */
  public static boolean may(Exchange exchange, String name, List<Deployment> group) {
    return mayAsk(exchange.caller(), name, group);
  }

  static boolean mayAsk(Caller caller, String name, List<Deployment> group) {
    return caller.mayAskForAll()
        || caller.mayAsk(
            name,
            group.stream()
                .map(deployment -> deployment.config().modelName())
                .collect(Collectors.toSet()),
            group.stream()
                .flatMap(deployment -> deployment.config().info().accessGroups().stream())
                .collect(Collectors.toSet()));
  }

  /**
   * What LiteLLM answers too: 401, so that clients do not take it for a failure of the provider.
   */
  static GatewayException denied(Caller caller, String model) {
    return new GatewayException(
        ErrorKind.PERMISSION,
        "%s may not use the model '%s'.".formatted(caller.shown(), model),
        new ErrorDetail(401, "key_model_access_denied", null, "model", null));
  }
}

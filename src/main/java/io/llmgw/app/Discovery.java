package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.LocalServer;
import io.llmgw.config.RequestSettings;
import io.llmgw.model.Cancellation;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.UpstreamModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the servers of this machine, and the vendors behind wildcard entries, which models they
 * have.
 */
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final Duration LOCAL_LIMIT = Duration.ofSeconds(1);
  private static final Duration VENDOR_LIMIT = Duration.ofSeconds(8);

  private final Providers providers;

  Discovery(Providers providers) {
    this.providers = providers;
  }

  /** What was found in one place, in words for people. */
  record Found(String place, List<DeploymentConfig> models) {}

  /**
   * Asks everywhere at once; blocks for some seconds at the most. Places that do not answer are
   * left out.
   */
  List<Found> run(LoadedConfig loaded) {
    List<Future<Found>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      byAddress(loaded.localServers())
          .forEach((_, servers) -> answers.add(threads.submit(() -> local(servers, loaded))));
      for (DeploymentConfig entry : loaded.config().deployments()) {
        if (entry.modelName().contains("*") && providers.supports(entry.provider())) {
          answers.add(threads.submit(() -> vendor(entry, loaded)));
        }
      }
    }
    return answers.stream().map(Discovery::result).filter(f -> !f.models().isEmpty()).toList();
  }

  private static Found result(Future<Found> answer) {
    try {
      return answer.get();
    } catch (ExecutionException fault) {
      throw new IllegalStateException("discovery failed", fault.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Found("", List.of());
    }
  }

  private static Map<String, List<LocalServer>> byAddress(List<LocalServer> servers) {
    Map<String, List<LocalServer>> byAddress = new LinkedHashMap<>();
    for (LocalServer server : servers) {
      byAddress.computeIfAbsent(server.baseUrl(), _ -> new ArrayList<>()).add(server);
    }
    return byAddress;
  }

  /** Servers that share an address are told apart by whom they say their models belong to. */
  private Found local(List<LocalServer> servers, LoadedConfig loaded) {
    LocalServer first = servers.getFirst();
    List<UpstreamModel> models = list(entry(first, "*"), loaded, LOCAL_LIMIT, first.expected());
    LocalServer server =
        servers.stream().filter(one -> owns(one, models)).findFirst().orElse(first);
    List<DeploymentConfig> found = models.stream().map(model -> entry(server, model.id())).toList();
    return new Found(server.name() + " at " + server.baseUrl(), found);
  }

  private static boolean owns(LocalServer server, List<UpstreamModel> models) {
    String name = server.provider().replace("_", "").toLowerCase(Locale.ROOT);
    return models.stream()
        .map(model -> String.valueOf(model.ownedBy()).toLowerCase(Locale.ROOT))
        .anyMatch(owner -> owner.replace("_", "").replace(".", "").contains(name));
  }

  private static DeploymentConfig entry(LocalServer server, String model) {
    return new DeploymentConfig(
        server.provider() + "@" + server.baseUrl() + "/" + model,
        server.provider() + "/" + model,
        server.provider(),
        model,
        new DeploymentConfig.Endpoint(
            server.baseUrl(), null, null, null, Map.of(), Map.of(), Map.of()),
        DeploymentConfig.AzureIdentity.NONE,
        DeploymentConfig.Limits.DEFAULT,
        DeploymentConfig.Repair.DEFAULT,
        DeploymentConfig.ModelInfo.NONE,
        server.name() + " at " + server.baseUrl());
  }

  private Found vendor(DeploymentConfig wildcard, LoadedConfig loaded) {
    List<DeploymentConfig> found =
        list(wildcard, loaded, VENDOR_LIMIT, true).stream()
            .map(model -> filledIn(wildcard, model.id()))
            .toList();
    return new Found(wildcard.provider() + " (" + wildcard.origin() + ")", found);
  }

  private static DeploymentConfig filledIn(DeploymentConfig wildcard, String model) {
    return new DeploymentConfig(
        wildcard.id() + "/" + model,
        wildcard.modelName().replace("*", model),
        wildcard.provider(),
        wildcard.model().replace("*", model),
        wildcard.endpoint(),
        wildcard.azure(),
        wildcard.limits(),
        wildcard.repair(),
        wildcard.info(),
        wildcard.origin());
  }

  private List<UpstreamModel> list(
      DeploymentConfig entry, LoadedConfig loaded, Duration limit, boolean expected) {
    RequestSettings settings = loaded.config().requests();
    try {
      Provider provider = providers.factory(settings).create(entry);
      TimeLimits limits = new TimeLimits(limit, limit, limit);
      return provider.models(new Call("discovery", new Cancellation(), limits));
    } catch (GatewayException silent) {
      if (expected) {
        LOG.warn("no model list from {} ({}): {}", entry.provider(), entry.origin(), silent.text());
      }
      return List.of();
    }
  }
}

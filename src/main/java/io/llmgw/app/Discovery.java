package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.GatewayConfig;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
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

  /**
   * What was found in one place.
   *
   * @param place in words for people
   * @param wildcard the entry whose models these are; null for those of a local server
   */
  record Found(String place, @Nullable DeploymentConfig wildcard, List<DeploymentConfig> models) {

    /** The same models as another configuration reaches them; without those it has no entry for. */
    Found under(GatewayConfig config) {
      if (wildcard == null) {
        return this;
      }
      List<DeploymentConfig> models =
          config.deployments().stream()
              // an entry keeps its id when its key changes
              .filter(entry -> entry.id().equals(wildcard.id()))
              .findFirst()
              .map(entry -> models().stream().map(model -> reachedBy(entry, model)).toList())
              .orElse(List.of());
      return new Found(place, wildcard, models);
    }

    private static DeploymentConfig reachedBy(DeploymentConfig entry, DeploymentConfig model) {
      return like(entry, model.id(), model.modelName(), model.model());
    }
  }

  /**
   * Asks everywhere at once; blocks for some seconds at the most. Places that do not answer are
   * left out.
   */
  List<Found> run(LoadedConfig loaded) {
    List<Callable<Found>> questions = localQuestions(loaded);
    for (DeploymentConfig entry : loaded.config().deployments()) {
      if (entry.modelName().contains("*") && providers.supports(entry.provider())) {
        questions.add(() -> vendor(entry, loaded));
      }
    }
    return ask(questions);
  }

  /** The models of another gateway, as it tells of them; none when it does not. */
  static List<Found> behind(String server, Environment environment) {
    try (var gateway = new GatewayModels(server, environment, VENDOR_LIMIT)) {
      List<DeploymentConfig> routes = gateway.routes();
      return routes.isEmpty() ? List.of() : List.of(new Found(server, null, routes));
    } catch (GatewayException silent) {
      // the first question tells it, too
      LOG.debug("no model list from {}: {}", server, silent.text());
      return List.of();
    }
  }

  /** The same for the servers of this machine alone. */
  List<Found> locals(LoadedConfig loaded) {
    return ask(localQuestions(loaded));
  }

  private List<Callable<Found>> localQuestions(LoadedConfig loaded) {
    List<Callable<Found>> questions = new ArrayList<>();
    byAddress(loaded.localServers())
        .forEach((_, servers) -> questions.add(() -> local(servers, loaded)));
    return questions;
  }

  private static List<Found> ask(List<Callable<Found>> questions) {
    List<Future<Found>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      questions.forEach(question -> answers.add(threads.submit(question)));
    }
    return answers.stream()
        .flatMap(answer -> result(answer).stream())
        .filter(found -> !found.models().isEmpty())
        .toList();
  }

  private static Optional<Found> result(Future<Found> answer) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException fault) {
      // what one place sent must not hide the models of the others
      LOG.error("the search for models failed in one place", fault.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
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
    return new Found(server.name() + " at " + server.baseUrl(), null, found);
  }

  private static boolean owns(LocalServer server, List<UpstreamModel> models) {
    String name = server.provider().replace("_", "").toLowerCase(Locale.ROOT);
    return models.stream()
        .map(model -> String.valueOf(model.ownedBy()).toLowerCase(Locale.ROOT))
        .anyMatch(owner -> owner.replace("_", "").replace(".", "").contains(name));
  }

  static DeploymentConfig entry(LocalServer server, String model) {
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
    return new Found(wildcard.provider() + " (" + wildcard.origin() + ")", wildcard, found);
  }

  private static DeploymentConfig filledIn(DeploymentConfig wildcard, String model) {
    return like(
        wildcard,
        wildcard.id() + "/" + model,
        wildcard.modelName().replace("*", model),
        wildcard.model().replace("*", model));
  }

  private static DeploymentConfig like(
      DeploymentConfig entry, String id, String modelName, String model) {
    return new DeploymentConfig(
        id,
        modelName,
        entry.provider(),
        model,
        entry.endpoint(),
        entry.azure(),
        entry.vertex(),
        entry.aws(),
        entry.limits(),
        entry.repair(),
        entry.info(),
        entry.origin());
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

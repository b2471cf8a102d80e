package io.llmgw.app;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.LocalServer;
import io.llmgw.config.Places;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.gateway.ModelTable;
import io.llmgw.model.Cancellation;
import io.llmgw.model.GatewayException;
import io.llmgw.probe.Costs;
import io.llmgw.probe.Ladder;
import io.llmgw.probe.Target;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is needed to test the deployments of a configuration: their names, and a ladder with the
 * adapters. Asks nobody by itself. Whoever opens it closes it.
 */
public final class Probing implements AutoCloseable {
  private static final List<Path> MARKS_OF_CONTAINERS =
      List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

  private final GatewayConfig config;
  private final List<DeploymentConfig> all;
  private final ModelTable models;
  private final HttpTransport transport;
  private final Ladder ladder;

  private Probing(LoadedConfig loaded) {
    this.config = loaded.config();
    this.all = new ArrayList<>(config.deployments());
    loaded.localServers().stream()
        .filter(LocalServer::expected)
        .filter(server -> all.stream().noneMatch(one -> one.provider().equals(server.provider())))
        .forEach(server -> all.add(Discovery.entry(server, "*")));
    ProxyVariables proxies = new ProxyVariables(loaded.environment());
    this.transport = new HttpTransport(config.requests().connectTimeout(), proxies);
    Providers providers = new Providers(transport, InstantSource.system(), loaded.environment());
    var factory = providers.factory(config.requests());
    this.models = new ModelTable(all, config.router().aliases(), factory);
    DeploymentFacts facts =
        new DeploymentFacts(ModelCatalog.load(Places.of(loaded.environment()).prices()));
    this.ladder =
        new Ladder(
            factory::create,
            proxies,
            new Costs(facts::of, LocalDate.now(ZoneOffset.UTC)),
            insideContainer(loaded.environment()));
  }

  /** Makes it of a configuration. */
  public static Probing of(LoadedConfig loaded) {
    return new Probing(loaded);
  }

  static boolean insideContainer(Environment environment) {
    return environment.text("KUBERNETES_SERVICE_HOST") != null
        || MARKS_OF_CONTAINERS.stream().anyMatch(Files::exists);
  }

  public Ladder ladder() {
    return ladder;
  }

  /** Every deployment there is. */
  public List<Target> targets() {
    return named(all);
  }

  /**
   * The deployments that a word means: a model's name, an alias, an id, {@code vendor/model}, a
   * vendor, or what a wildcard matches.
   *
   * @return none when it means nothing here
   */
  public List<Target> find(String word) {
    List<DeploymentConfig> found = models.find(word).stream().map(Deployment::config).toList();
    if (found.isEmpty() || isPattern(word)) {
      found =
          all.stream()
              .filter(one ->
                  one.modelName().equals(word)
                      || one.provider().equals(word)
                      || (one.provider() + "/" + one.model()).equals(word))
              .toList();
    }
    return named(found);
  }

  private static boolean isPattern(String word) {
    return word.contains("*");
  }

  /** Every word that means something here. */
  public Set<String> words() {
    Set<String> words = new LinkedHashSet<>();
    all.forEach(one -> words.add(one.modelName()));
    words.addAll(config.router().aliases().keySet());
    all.forEach(one -> words.add(one.provider()));
    return words;
  }

  /**
   * The models of an upstream that stands for many, each as a target of its own; the upstream
   * itself when it does not tell them.
   */
  public List<Target> listed(Target open, Duration limit) {
    TimeLimits limits = new TimeLimits(limit, limit, limit);
    Call call = new Call("test", new Cancellation(), limits);
    try {
      List<UpstreamModel> found = ladder.providers().apply(open.deployment()).models(call);
      return found.isEmpty()
          ? List.of(open)
          : found.stream()
              .map(model -> new Target(model.id(), one(open.deployment(), model.id())))
              .toList();
    } catch (GatewayException untold) {
      // climbing the ladder will say why
      return List.of(open);
    }
  }

  private static DeploymentConfig one(DeploymentConfig open, String model) {
    return open.named(open.id() + "/" + model, model, model);
  }

  /** Deployments of one group are told apart by their upstreams, and equal ones by numbers. */
  static List<Target> named(List<DeploymentConfig> deployments) {
    Map<String, Integer> members = new LinkedHashMap<>();
    deployments.forEach(one -> members.merge(one.modelName(), 1, Integer::sum));
    Set<String> taken = new LinkedHashSet<>();
    List<Target> targets = new ArrayList<>();
    for (DeploymentConfig one : deployments) {
      String name =
          members.getOrDefault(one.modelName(), 0) == 1
              ? one.modelName()
              : one.modelName() + " (" + one.provider() + "/" + one.model() + ")";
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = name + " #" + i;
      }
      targets.add(new Target(unique, one));
    }
    return targets;
  }

  @Override
  public void close() {
    transport.close();
  }
}

package io.llmgw.app;

import io.llmgw.config.ConfigException;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Problem;
import io.llmgw.config.Problem.Severity;
import io.llmgw.gateway.Backoff;
import io.llmgw.gateway.Deployment;
import io.llmgw.gateway.Gateway;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.gateway.ReasoningMemory;
import io.llmgw.gateway.Snapshot;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Provider;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.routing.Cooldowns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in this process, with the configuration it was made of and can be made of anew.
 * Thread-safe. Whoever opens it closes it.
 */
public final class GatewayRuntime implements AutoCloseable {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

  private final Supplier<LoadedConfig> source;
  private final Supplier<ConfigLoader.Entries> entries;
  private final boolean strict;
  private final @Nullable String server;
  private final HttpTransport transport;
  private final Providers providers;
  private final Gateway gateway;
  // replaced together, under this object's lock
  private volatile Prepared prepared;
  private List<Discovery.Found> discovered = List.of();
  private List<DeploymentConfig> added = List.of();

  /** A configuration and what could not be used of it. */
  private record Prepared(LoadedConfig loaded, GatewayConfig config, List<Problem> warnings) {}

  /**
   * @param server the gateway everything is passed on to; null for none
   */
  private GatewayRuntime(
      Supplier<LoadedConfig> source,
      Supplier<ConfigLoader.Entries> entries,
      boolean strict,
      @Nullable String server) {
    LoadedConfig loaded = source.get();
    this.source = source;
    this.entries = entries;
    this.strict = strict;
    this.server = server;
    this.transport =
        new HttpTransport(
            loaded.config().requests().connectTimeout(), new ProxyVariables(loaded.environment()));
    this.providers = new Providers(transport, InstantSource.system(), loaded.environment());
    this.prepared = prepare(loaded);
    this.gateway =
        new Gateway(
            snapshot(prepared, List.of()),
            new Cooldowns(InstantSource.system()),
            new Backoff(FIRST_BACKOFF),
            new ReasoningMemory(InstantSource.system()));
  }

  /**
   * Reads the configuration and makes a gateway of it; calls no upstream.
   *
   * @throws ConfigException when the configuration cannot be used
   */
  public static GatewayRuntime open(ConfigLoader loader, ConfigRequest request) {
    return new GatewayRuntime(
        () -> loader.load(request), () -> loader.entries(request), request.strict(), null);
  }

  /**
   * A gateway that passes everything on to another one.
   *
   * @param server the other one's address, with or without {@code /v1}
   * @param environment may hold the key to it in {@code LLMGW_API_KEY}
   * @throws ConfigException when the address is none
   */
  public static GatewayRuntime ofServer(String server, Environment environment) {
    LoadedConfig loaded = OtherGateway.config(server, environment);
    Supplier<ConfigLoader.Entries> none =
        () -> {
          throw new IllegalStateException("models are added where the gateway is");
        };
    return new GatewayRuntime(() -> loaded, none, false, server);
  }

  /**
   * Looks for models of local servers and behind wildcard entries, or of the gateway everything is
   * passed on to, and offers what it finds. Blocks for some seconds at the most. Returns the models
   * by the place they were found in.
   */
  public Map<String, List<String>> discover() {
    LoadedConfig asked = prepared.loaded();
    List<Discovery.Found> found =
        server == null
            ? new Discovery(providers).run(asked)
            : Discovery.behind(server, asked.environment());
    offer(asked, found);
    Map<String, List<String>> places = new LinkedHashMap<>();
    found.forEach(one ->
        places.put(one.place(), one.models().stream().map(DeploymentConfig::modelName).toList()));
    return places;
  }

  public Gateway gateway() {
    return gateway;
  }

  /** The configuration in force. */
  public LoadedConfig loaded() {
    return prepared.loaded();
  }

  /** What the configuration says that has no effect. */
  public List<Problem> warnings() {
    return prepared.warnings();
  }

  /**
   * Reads the configuration anew. Requests in flight finish on the old one.
   *
   * @throws ConfigException when it cannot be used; then the old one stays in force
   */
  public synchronized void reload() {
    Prepared next = prepare(source.get());
    // a model found out with a key that is no longer in force must not be called with it
    List<Discovery.Found> kept =
        discovered.stream().map(found -> found.under(next.config())).toList();
    Snapshot snapshot = snapshot(next, kept);
    prepared = next;
    discovered = kept;
    gateway.swap(snapshot);
  }

  /**
   * Offers models that were found out rather than configured; those found before are forgotten.
   *
   * @param asked the configuration that was searched; when it is no longer in force nothing happens
   */
  private synchronized void offer(LoadedConfig asked, List<Discovery.Found> found) {
    if (asked == prepared.loaded()) {
      discovered = List.copyOf(found);
      gateway.swap(snapshot(prepared, discovered));
    }
  }

  /**
   * Reads the configuration for entries that are in no file; it asks for stored secrets once.
   *
   * @throws ConfigException when it cannot be read
   */
  ConfigLoader.Entries entries() {
    return entries.get();
  }

  /**
   * Reads an entry of a model list that is in no file.
   *
   * @throws ConfigException when it cannot be used
   */
  List<DeploymentConfig> read(ConfigLoader.Entries reader, String json, String origin) {
    List<DeploymentConfig> read = reader.read(json, origin);
    ProviderFactory factory = providers.factory(prepared.config().requests());
    List<Problem> problems = new ArrayList<>();
    for (DeploymentConfig each : read) {
      if (!providers.supports(each.provider())) {
        problems.add(unsupported(each));
      } else {
        check(() -> factory.create(each), problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return read;
  }

  /** Offers deployments besides those of the configuration, in the place of those before. */
  synchronized void add(List<DeploymentConfig> deployments) {
    if (!deployments.equals(added)) {
      added = List.copyOf(deployments);
      gateway.swap(snapshot(prepared, discovered));
    }
  }

  /** The lists of models of the configured upstreams. */
  public ModelLists modelLists() {
    return new ModelLists(providers.factory(prepared.config().requests()));
  }

  /**
   * Asks the model servers that may run on this machine; blocks for some seconds at the most.
   *
   * @return entries as if they were configured; none when the models are written down
   */
  public List<DeploymentConfig> localModels() {
    return new Discovery(providers)
        .locals(prepared.loaded()).stream().flatMap(found -> found.models().stream()).toList();
  }

  Providers providers() {
    return providers;
  }

  /** Leaves out deployments there is no adapter for. */
  private Prepared prepare(LoadedConfig loaded) {
    List<Problem> warnings = new ArrayList<>(loaded.warnings());
    List<DeploymentConfig> usable = new ArrayList<>();
    for (DeploymentConfig deployment : loaded.config().deployments()) {
      if (providers.supports(deployment.provider())) {
        usable.add(deployment);
      } else {
        warnings.add(unsupported(deployment));
      }
    }
    if (strict && usable.size() < loaded.config().deployments().size()) {
      throw new ConfigException(warnings);
    }
    return new Prepared(loaded, with(loaded.config(), usable), List.copyOf(warnings));
  }

  private Problem unsupported(DeploymentConfig deployment) {
    return new Problem(
        strict ? Severity.ERROR : Severity.WARNING,
        deployment.origin()
            + ": the provider '"
            + deployment.provider()
            + "' is not supported yet, so the model '"
            + deployment.modelName()
            + "' is left out",
        null,
        null);
  }

  private Snapshot snapshot(Prepared from, List<Discovery.Found> more) {
    List<DeploymentConfig> all = new ArrayList<>(from.config().deployments());
    all.addAll(added);
    // what is written down is meant as it is written: nothing found joins it
    Set<String> taken = all.stream().map(DeploymentConfig::modelName).collect(Collectors.toSet());
    more.stream()
        .flatMap(found -> found.models().stream())
        .filter(model -> !taken.contains(model.modelName()))
        .forEach(all::add);
    GatewayConfig config = with(from.config(), all);
    ProviderFactory factory = providers.factory(config.requests());
    Snapshot snapshot = Snapshot.of(config, factory);
    check(snapshot, from.config().deployments());
    return snapshot;
  }

  /**
   * Makes the configured providers now, so that wrong settings show at once and not with the first
   * request.
   */
  private static void check(Snapshot snapshot, List<DeploymentConfig> configured) {
    List<Problem> problems = new ArrayList<>();
    Set<String> ids = configured.stream().map(DeploymentConfig::id).collect(Collectors.toSet());
    for (List<Deployment> group : snapshot.models().groups().values()) {
      for (Deployment deployment : group) {
        if (ids.contains(deployment.config().id())) {
          check(deployment::provider, problems);
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static void check(Supplier<Provider> provider, List<Problem> problems) {
    try {
      Objects.requireNonNull(provider.get());
    } catch (GatewayException wrong) {
      problems.add(new Problem(Severity.ERROR, wrong.text(), null, null));
    }
  }

  private static GatewayConfig with(GatewayConfig config, List<DeploymentConfig> deployments) {
    return new GatewayConfig(deployments, config.general(), config.router(), config.requests());
  }

  @Override
  public void close() {
    transport.close();
  }
}

package io.llmgw.app;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.ConfigException;
import io.llmgw.config.ConfigWatcher;
import io.llmgw.config.GeneralSettings;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import io.llmgw.config.Problem;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.keys.KeyRing;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.observe.Measurements;
import io.llmgw.server.Admission;
import io.llmgw.server.Callers;
import io.llmgw.server.Endpoint;
import io.llmgw.server.Front;
import io.llmgw.server.Pulse;
import io.llmgw.server.Routes;
import io.llmgw.server.jetty.JettyServer;
import io.llmgw.server.openai.OpenAiErrors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A gateway that listens: front, reloads and discovery around a {@link GatewayRuntime}.
 * Thread-safe.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  private static final Duration FIRST_MODEL_CHECK = Duration.ofMinutes(1);
  private static final Duration MODEL_CHECK_EVERY = Duration.ofHours(6);

  private final GatewayRuntime runtime;
  private final KeyRing keys;
  private final AddedModels added;
  private final Admission admission = new Admission();
  private final Pulse pulse;
  private final HealthMonitor health;
  private final JettyServer server;
  private final ConfigWatcher watcher;
  private final ModelWatch models;

  private GatewayServer(GatewayRuntime runtime, String version) {
    this.runtime = runtime;
    this.pulse = new Pulse(() -> runtime.gateway().snapshot().config().requests().keepAlive());
    InstantSource clock = InstantSource.system();
    this.health = new HealthMonitor(runtime, clock);
    this.models = new ModelWatch(runtime, clock, FIRST_MODEL_CHECK, MODEL_CHECK_EVERY);
    this.keys = new KeyRing(new LazyVault(runtime::loaded, clock), clock);
    this.added = new AddedModels(keys, runtime);
    added.refreshQuietly(true);
    Routes routes =
        RouteTable.of(
            runtime.gateway(),
            keys,
            admission,
            pulse,
            version,
            this::health,
            this::facts,
            added,
            this::measure,
            reloadEndpoint());
    GeneralSettings settings = settings();
    this.server =
        JettyServer.start(
            settings.host(),
            settings.port(),
            new Front(
                    routes, this::settings, admission, new Callers(keys, clock), new OpenAiErrors())
                ::handle);
    this.watcher = ConfigWatcher.start(runtime.loaded().files(), this::reloadQuietly);
    health.start();
    models.start();
  }

  /** What the probes of the upstreams found, and the last check of the models. */
  private ObjectNode health(@Nullable String model, @Nullable String level) {
    ObjectNode report = health.report(model, level);
    models.report().forEach((name, value) -> report.set(name, Json.MAPPER.valueToTree(value)));
    return report;
  }

  private void measure(Measurements to) {
    health.measure(to);
    models.measure(to);
  }

  /**
   * Starts to listen where the configuration says. The server closes the runtime.
   *
   * @throws GatewayException when the address cannot be listened on
   */
  public static GatewayServer start(GatewayRuntime runtime, String version) {
    return new GatewayServer(runtime, version);
  }

  /** Read anew, because prices may have been imported meanwhile. */
  private DeploymentFacts facts() {
    Places places = Places.of(runtime.loaded().environment());
    return new DeploymentFacts(ModelCatalog.load(places.prices()));
  }

  private GeneralSettings settings() {
    return runtime.gateway().snapshot().config().general();
  }

  public String host() {
    return settings().host();
  }

  /** The port listened on. */
  public int port() {
    return server.port();
  }

  /** Models found in one place. */
  public record Found(String place, List<String> models) {}

  /**
   * Looks for models of local servers and behind wildcard entries, on a thread of its own, and
   * offers what it finds.
   *
   * @param listener told each place with models, when all have been asked
   */
  public void discover(Consumer<List<Found>> listener) {
    Thread.ofVirtual()
        .name("discovery")
        .start(() -> {
          List<Found> found = new ArrayList<>();
          runtime.discover().forEach((place, models) -> found.add(new Found(place, models)));
          listener.accept(found);
        });
  }

  /**
   * Reads the configuration anew, as a signal or a changed file asks for; failures go to the log
   * only.
   */
  public void reloadQuietly() {
    try {
      reload();
    } catch (ConfigException broken) {
      LOG.error(
          "the changed configuration cannot be used, the old one stays in force:\n{}",
          broken.getMessage());
    } catch (RuntimeException fault) {
      // whoever calls goes on watching
      LOG.error("the configuration could not be reloaded, the old one stays in force", fault);
    }
  }

  private void reload() {
    GeneralSettings before = settings();
    runtime.reload();
    added.refreshQuietly(true);
    LoadedConfig loaded = runtime.loaded();
    watcher.watch(loaded.files());
    LOG.info(
        "configuration reloaded: {} models", runtime.gateway().snapshot().models().groups().size());
    runtime.warnings().forEach(warning -> LOG.warn("{}", warning.summary()));
    GeneralSettings after = settings();
    if (!before.host().equals(after.host()) || before.port() != after.port()) {
      LOG.warn("a changed host or port takes effect with the next start");
    }
    if (!Objects.equals(before.databaseUrl(), after.databaseUrl())) {
      LOG.warn("a changed database_url takes effect with the next start");
    }
    discover(_ -> {});
  }

  private Endpoint reloadEndpoint() {
    return (exchange, _) -> {
      try {
        reload();
      } catch (ConfigException broken) {
        throw new GatewayException(
            ErrorKind.INVALID_REQUEST,
            "The configuration cannot be used, the old one stays in force:\n" + broken.getMessage(),
            new ErrorDetail(422, "invalid_configuration", null, null, null),
            broken);
      }
      List<String> warnings = runtime.warnings().stream().map(Problem::summary).toList();
      byte[] body =
          Json.MAPPER.writeValueAsBytes(
              Map.of(
                  "status",
                  "reloaded",
                  "models",
                  runtime.gateway().snapshot().models().groups().size(),
                  "warnings",
                  warnings));
      exchange.respond(200, "application/json", Payload.of(body));
    };
  }

  /** Takes no more requests, lets those in flight finish within the configured time, and stops. */
  @Override
  public void close() {
    watcher.close();
    health.close();
    models.close();
    if (!admission.drain(settings().drainTime())) {
      LOG.warn("{} requests were cut off at the end of the drain time", admission.inFlight());
    }
    server.close();
    pulse.close();
    keys.close();
    runtime.close();
  }
}

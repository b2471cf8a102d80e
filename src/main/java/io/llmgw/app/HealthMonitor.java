package io.llmgw.app;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.HealthChecks;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import io.llmgw.gateway.DeploymentFacts;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.observe.Measurements;
import io.llmgw.probe.Costs;
import io.llmgw.probe.Ladder;
import io.llmgw.probe.Plan;
import io.llmgw.probe.Rung;
import io.llmgw.probe.Target;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TargetReport.Verdict;
import io.llmgw.probe.TestRun;
import io.llmgw.server.UpstreamHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps an eye on the upstreams of a running gateway, when somebody asks or all the time, as far as
 * costs nothing unless more is asked for. Thread-safe.
 */
final class HealthMonitor implements UpstreamHealth, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

  /** How long an answer is repeated, so that asking often does not mean calling often. */
  private static final Duration FRESH = Duration.ofSeconds(15);

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int AT_ONCE = 8;

  private final GatewayRuntime runtime;
  private final InstantSource clock;
  private final Thread background;
  private final Map<String, Verdict> told = new HashMap<>();
  private volatile @Nullable Checked last;

  /** The outcome for one configuration. */
  private record Checked(GatewayConfig config, Instant at, List<TargetReport> reports) {}

  HealthMonitor(GatewayRuntime runtime, InstantSource clock) {
    this.runtime = runtime;
    this.clock = clock;
    this.background = Thread.ofVirtual().name("health").unstarted(this::watch);
  }

  /** Begins to watch, if the configuration asks for it now or after a reload. */
  void start() {
    background.start();
  }

  private GatewayConfig config() {
    return runtime.gateway().snapshot().config();
  }

  private HealthChecks settings() {
    return config().general().health();
  }

  private void watch() {
    try {
      while (true) {
        if (settings().background()) {
          round();
          Thread.sleep(settings().interval());
        } else {
          // a reload may turn it on
          Thread.sleep(FRESH);
        }
      }
    } catch (InterruptedException _) {
      // closed
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      changes(checkAll().reports());
    } catch (RuntimeException fault) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.error("the upstreams could not be checked", fault);
      }
    }
  }

  private void changes(List<TargetReport> reports) {
    for (TargetReport report : reports) {
      Verdict before = told.put(report.target().name(), report.verdict());
      var wrong = report.diagnosis();
      if (wrong != null && before != Verdict.FAILED) {
        LOG.warn("{} is not well: {}", report.target().name(), wrong.what());
      } else if (wrong == null && before == Verdict.FAILED) {
        LOG.info("{} is well again", report.target().name());
      }
    }
  }

  @Override
  public ObjectNode report(@Nullable String model, @Nullable String level) {
    List<TargetReport> reports = level == null ? free() : asked(model, rung(level));
    List<TargetReport> wanted =
        reports.stream().filter(report -> model == null || serves(report, model)).toList();
    if (model != null && wanted.isEmpty()) {
      throw new GatewayException(
          ErrorKind.NOT_FOUND,
          "There is no deployment of a model '" + model + "'.",
          ErrorDetail.ofParam("model"));
    }
    return HealthReport.of(wanted, settings().details());
  }

  /** Measures what the last check found, without making one; nothing before the first. */
  void measure(Measurements to) {
    Checked known = last;
    if (known == null) {
      return;
    }
    to.gauge("llmgw_health_check_timestamp_seconds", "When the deployments were checked last.")
        .value(known.at().getEpochSecond());
    to.gauge("llmgw_deployment_up", "Whether the last check of a deployment held.");
    for (TargetReport report : known.reports()) {
      DeploymentConfig entry = report.target().deployment();
      to.value(
          Map.of(
              "id", entry.id(),
              "model", entry.modelName(),
              "upstream", entry.provider() + "/" + entry.model()),
          report.diagnosis() == null ? 1 : 0);
    }
  }

  private static boolean serves(TargetReport report, String model) {
    DeploymentConfig deployment = report.target().deployment();
    return deployment.modelName().equals(model)
        || deployment.id().equals(model)
        || (deployment.provider() + "/" + deployment.model()).equals(model);
  }

  private static Rung rung(String level) {
    Optional<Rung> rung =
        Arrays.stream(Rung.values()).filter(one -> one.toString().equals(level)).findFirst();
    return rung.orElseThrow(() ->
        new GatewayException(
            ErrorKind.INVALID_REQUEST,
            "level is one of " + Arrays.toString(Rung.values()) + ", not '" + level + "'.",
            ErrorDetail.ofParam("level")));
  }

  /** What is known, if it is of this configuration and not too old; else what is found out now. */
  private List<TargetReport> free() {
    Checked known = last;
    Duration keep = settings().background() ? settings().interval().plus(TIMEOUT) : FRESH;
    boolean good =
        known != null
            && known.config() == config()
            && known.at().plus(keep).isAfter(clock.instant());
    return good && known != null ? known.reports() : checkAll().reports();
  }

  /** One check at a time; who comes while it runs gets its outcome. */
  private synchronized Checked checkAll() {
    Checked before = last;
    GatewayConfig now = config();
    boolean justDone =
        before != null
            && before.config() == now
            && before.at().plus(Duration.ofSeconds(1)).isAfter(clock.instant());
    if (justDone && before != null) {
      return before;
    }
    List<TargetReport> reports = run(targets(now), plan(Rung.MODEL, true));
    Checked checked = new Checked(now, clock.instant(), reports);
    last = checked;
    return checked;
  }

  private List<TargetReport> asked(@Nullable String model, Rung level) {
    List<Target> targets =
        targets(config()).stream()
            .filter(target -> model == null || target.deployment().modelName().equals(model))
            .toList();
    return run(targets, plan(level, false));
  }

  private static Plan plan(Rung level, boolean free) {
    return new Plan(level, free, TIMEOUT, AT_ONCE, false);
  }

  private List<TargetReport> run(List<Target> targets, Plan plan) {
    return new TestRun(ladder(), plan, TestRun.Listener.NONE).run(targets);
  }

  private Ladder ladder() {
    LoadedConfig loaded = runtime.loaded();
    DeploymentFacts facts =
        new DeploymentFacts(ModelCatalog.load(Places.of(loaded.environment()).prices()));
    return new Ladder(
        runtime.providers().factory(loaded.config().requests())::create,
        new ProxyVariables(loaded.environment()),
        new Costs(facts::of, LocalDate.now(ZoneOffset.UTC)),
        Probing.insideContainer(loaded.environment()));
  }

  /** What is configured or runs on this machine; not each of the hundreds behind a wildcard. */
  private static List<Target> targets(GatewayConfig config) {
    List<String> wildcards =
        config.deployments().stream()
            .filter(one -> one.modelName().contains("*"))
            .map(one -> one.id() + "/")
            .toList();
    return Probing.named(
        config.deployments().stream()
            .filter(one -> wildcards.stream().noneMatch(open -> one.id().startsWith(open)))
            .toList());
  }

  @Override
  public void close() {
    background.interrupt();
  }
}

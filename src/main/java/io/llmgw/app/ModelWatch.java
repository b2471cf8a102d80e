package io.llmgw.app;

import io.llmgw.app.ModelCheck.Checked;
import io.llmgw.app.ModelCheck.Finding;
import io.llmgw.app.ModelCheck.Kind;
import io.llmgw.catalog.CatalogException;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import io.llmgw.gateway.Snapshot;
import io.llmgw.observe.Measurements;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks now and then, while a gateway runs, that the providers still have every configured model;
 * only asks for lists, which costs nothing. Thread-safe. Whoever starts it closes it.
 */
final class ModelWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What is worth a line in the log; that a provider is away shows by its calls. */
  private static final Set<Kind> TOLD = Set.of(Kind.MISSING, Kind.RETIRED, Kind.RETIRING);

  private final GatewayRuntime runtime;
  private final InstantSource clock;
  private final Thread thread;
  private volatile Map<String, Object> report = Map.of();
  private volatile @Nullable Round last;
  private volatile List<String> told = List.of();

  /** What one check found. */
  private record Round(Instant at, List<Checked> checked) {}

  /**
   * @param first how long after the start to check for the first time
   * @param every how long to wait after each time
   */
  ModelWatch(GatewayRuntime runtime, InstantSource clock, Duration first, Duration every) {
    this.runtime = runtime;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("model-check").unstarted(() -> run(first, every));
  }

  /** Starts to check; once at the most. */
  void start() {
    thread.start();
  }

  /** What {@code /health} tells of the last check; nothing before the first. */
  Map<String, Object> report() {
    return report;
  }

  /** Measures what the last check found; nothing before the first. */
  void measure(Measurements to) {
    Round round = last;
    if (round == null) {
      return;
    }
    to.gauge("llmgw_model_check_timestamp_seconds", "When the models were checked last.")
        .value(round.at().getEpochSecond());
    to.gauge("llmgw_model_check_models", "Configured models by what the last check found.");
    to.value(Map.of("state", "ok"), round.checked().stream().filter(ModelWatch::well).count());
    for (Kind kind : Kind.values()) {
      to.value(
          Map.of("state", word(kind)),
          round.checked().stream().filter(one -> has(one, kind)).count());
    }
    to.gauge("llmgw_model_problem", "1 for each configured model and what is the matter with it.");
    for (Checked one : round.checked()) {
      one.findings().stream()
          .map(Finding::kind)
          .distinct()
          .forEach(kind -> to.value(labels(one.entry(), kind), 1));
    }
  }

  private static boolean well(Checked one) {
    return one.findings().isEmpty();
  }

  private static boolean has(Checked one, Kind kind) {
    return one.findings().stream().anyMatch(finding -> finding.kind() == kind);
  }

  private static Map<String, String> labels(DeploymentConfig entry, Kind kind) {
    return Map.of(
        "id", entry.id(),
        "kind", word(kind),
        "model", entry.modelName(),
        "upstream", entry.provider() + "/" + entry.model());
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void run(Duration first, Duration every) {
    try {
      Thread.sleep(first);
      while (true) {
        check();
        Thread.sleep(every);
      }
    } catch (InterruptedException _) {
      // closed
      Thread.currentThread().interrupt();
    }
  }

  private void check() {
    try {
      LoadedConfig loaded = runtime.loaded();
      ModelCatalog catalog = ModelCatalog.load(Places.of(loaded.environment()).prices());
      Instant now = clock.instant();
      List<Checked> checked =
          new ModelCheck(catalog, LocalDate.ofInstant(now, ZoneOffset.UTC))
              .check(runtime.modelLists().ask(written(runtime.gateway().snapshot()), LIMIT));
      report = Map.of("model_check", report(checked, now));
      last = new Round(now, checked);
      tell(checked);
    } catch (CatalogException unusable) {
      LOG.warn("the models cannot be checked: {}", unusable.getMessage());
    } catch (RuntimeException fault) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      // the next check may do better
      LOG.error("the check of the models failed", fault);
    }
  }

  /** Without wildcards, which hold nothing to look up. */
  private static GatewayConfig written(Snapshot snapshot) {
    GatewayConfig config = snapshot.config();
    List<DeploymentConfig> written =
        config.deployments().stream()
            .filter(entry -> !entry.model().contains("*") && !entry.provider().equals("demo"))
            .toList();
    return new GatewayConfig(written, config.general(), config.router(), config.requests());
  }

  private static Map<String, Object> report(List<Checked> checked, Instant now) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("checked_at", now.toString());
    report.put("checked", checked.size());
    for (Kind kind : Kind.values()) {
      List<String> names =
          checked.stream()
              .filter(one -> has(one, kind))
              .map(one -> one.entry().modelName())
              .distinct()
              .toList();
      report.put(word(kind), names);
    }
    return report;
  }

  /** Tells what was not told after the last check. */
  private void tell(List<Checked> checked) {
    List<String> lines =
        checked.stream()
            .flatMap(one ->
                one.findings().stream()
                    .filter(finding -> TOLD.contains(finding.kind()))
                    .map(finding -> line(one.entry(), finding)))
            .toList();
    List<String> before = told;
    lines.stream().filter(line -> !before.contains(line)).forEach(LOG::warn);
    told = lines;
  }

  private static String line(DeploymentConfig entry, Finding finding) {
    return "model '%s' (%s/%s, %s): %s"
        .formatted(
            entry.modelName(), entry.provider(), entry.model(), entry.origin(), finding.text());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

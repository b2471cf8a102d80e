package io.llmgw.probe;

import io.llmgw.model.Usage;
import io.llmgw.probe.RungResult.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one target.
 *
 * @param results in the order of the ladder; the last one says why it went no further
 * @param facts what the provider said about itself, by names such as {@code served_model} and
 *     {@code region}
 * @param diagnosis null when nothing failed
 * @param firstToken from the request to the first piece of an answer; null without one
 * @param usage of all calls
 * @param cost in US dollars; null when it is not known
 */
public record TargetReport(
    Target target,
    List<RungResult> results,
    List<Finding> findings,
    Map<String, String> facts,
    @Nullable Diagnosis diagnosis,
    @Nullable Duration firstToken,
    Usage usage,
    @Nullable BigDecimal cost,
    Duration took) {

  public TargetReport {
    results = List.copyOf(results);
    findings = List.copyOf(findings);
    facts = Map.copyOf(facts);
  }

  /** What became of a target. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** Nothing was tried, or the run was stopped on the way. */
    SKIPPED
  }

  /** A target that was not tried. */
  static TargetReport skipped(Target target, String why) {
    return new TargetReport(
        target,
        List.of(RungResult.skipped(Rung.CONFIG, why)),
        List.of(),
        Map.of(),
        null,
        null,
        Usage.of(0, 0),
        null,
        Duration.ZERO);
  }

  public Verdict verdict() {
    if (diagnosis != null) {
      return Verdict.FAILED;
    }
    if (!results.isEmpty() && results.getLast().isStopped()) {
      return Verdict.SKIPPED;
    }
    boolean tried = results.stream().anyMatch(result -> result.outcome() == Outcome.PASSED);
    return tried ? Verdict.PASSED : Verdict.SKIPPED;
  }

  /** The check that failed. */
  public Optional<RungResult> failed() {
    return results.stream().filter(result -> result.outcome() == Outcome.FAILED).findFirst();
  }
}

package io.llmgw.probe;

import io.llmgw.catalog.ModelFacts;
import io.llmgw.catalog.ModelMode;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Usage;
import io.llmgw.probe.RungResult.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One target on its way up. Used by one thread, once. */
final class Climb {
  private final Ladder ladder;
  private final Target target;
  private final Plan plan;
  private final Cancellation cancellation;
  private final Ladder.Listener listener;
  private final long start = System.nanoTime();

  private final List<RungResult> results = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private @Nullable Diagnosis diagnosis;
  private @Nullable Duration firstToken;
  private Usage usage = Usage.of(0, 0);

  Climb(
      Ladder ladder,
      Target target,
      Plan plan,
      Cancellation cancellation,
      Ladder.Listener listener) {
    this.ladder = ladder;
    this.target = target;
    this.plan = plan;
    this.cancellation = cancellation;
    this.listener = listener;
  }

  TargetReport run() {
    String mode = mode(target, ladder.costs());
    Set<Rung> rungs = plan.rungs(mode);
    try (Checks checks = new Checks(ladder, target, mode.equals("embedding"), this)) {
      boolean goOn = true;
      for (Rung rung : rungs) {
        goOn = goOn && step(rung, checks);
      }
    }
    if (diagnosis == null
        && !plan.free()
        && rungs.stream().noneMatch(Rung::billable)
        && plan.level().billable()) {
      add(RungResult.skipped(plan.level(), "a model for " + mode + " is not asked anything"));
    }
    return report();
  }

  static String mode(Target target, Costs costs) {
    String mode = costs.facts().apply(target.deployment()).mode();
    // both answer chats, whatever they are asked in
    return mode.equals("responses") || mode.equals("completion") ? ModelMode.CHAT : mode;
  }

  /** Makes one check; whether the next may follow. */
  private boolean step(Rung rung, Checks checks) {
    if (!checks.applies(rung)) {
      return true;
    }
    String barred = barred(rung);
    if (barred != null) {
      add(RungResult.skipped(rung, barred));
      return false;
    }
    String lacking = lacking(rung);
    if (lacking != null) {
      add(RungResult.skipped(rung, lacking));
      return true;
    }
    return make(rung, checks);
  }

  private boolean make(Rung rung, Checks checks) {
    long began = System.nanoTime();
    try {
      Checks.Seen seen = checks.make(rung);
      add(new RungResult(rung, seen.outcome(), since(began), seen.note()));
      return true;
    } catch (GatewayException failure) {
      if (failure.kind() == ErrorKind.CANCELLED || cancellation.isCancelled()) {
        add(RungResult.stopped(rung, since(began)));
        return false;
      }
      String alive = rung == Rung.CHAT ? alive(failure) : null;
      if (alive != null) {
        add(new RungResult(rung, Outcome.PASSED, since(began), alive));
        findings.add(new Finding("answered_with_refusal", alive, null));
        return false;
      }
      diagnosis = Diagnoses.of(checks.observed(rung, failure));
      add(new RungResult(rung, Outcome.FAILED, since(began), diagnosis.what()));
      return false;
    }
  }

  /** Refusals of a request that prove key and model good. */
  private static @Nullable String alive(GatewayException refusal) {
    if (refusal.kind() == ErrorKind.CONTENT_FILTER) {
      return "alive: its content filter refused the test's question";
    }
    String code = String.valueOf(refusal.detail().code());
    boolean parameter = code.equals("unsupported_parameter") || code.equals("unsupported_value");
    return parameter && refusal.detail().status() == 400
        ? "alive: it refused the parameter " + refusal.detail().param()
        : null;
  }

  private @Nullable String barred(Rung rung) {
    if (target.open() && rung.compareTo(Rung.AUTH) > 0) {
      return "stands for many models: name one to test it";
    }
    return null;
  }

  /** Why the model is not asked for what it is known not to have. */
  private @Nullable String lacking(Rung rung) {
    Map<String, Boolean> supports = target.deployment().info().supports();
    boolean lacks =
        switch (rung) {
          case TOOLS -> Boolean.FALSE.equals(supports.get("function_calling"));
          case VISION -> Boolean.FALSE.equals(supports.get("vision"));
          case JSON -> Boolean.FALSE.equals(supports.get("response_schema"));
          case STREAM -> Boolean.FALSE.equals(supports.get("streaming"));
          case CONFIG, DNS, TCP, TLS, AUTH, MODEL, CHAT, EMBEDDINGS -> false;
        };
    return lacks ? "the configuration says it cannot" : null;
  }

  private void add(RungResult result) {
    results.add(result);
    listener.result(target, result);
  }

  void note(Finding finding) {
    findings.add(finding);
  }

  void fact(String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      facts.put(name, value);
    }
  }

  void spent(Usage used) {
    usage =
        new Usage(
            usage.inputTokens() + used.inputTokens(),
            usage.outputTokens() + used.outputTokens(),
            usage.cachedTokens() + used.cachedTokens(),
            usage.cacheWriteTokens() + used.cacheWriteTokens(),
            usage.reasoningTokens() + used.reasoningTokens());
  }

  void firstToken(@Nullable Duration time) {
    firstToken = firstToken == null ? time : firstToken;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** What is left of the target's time; never zero, which would mean no limit. */
  Duration left() {
    Duration left = plan.timeout().minus(since(start));
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private TargetReport report() {
    String served = facts.get("served_model");
    retirement(served);
    boolean nothing = usage.totalTokens() == 0 && results.stream().noneMatch(Climb::charged);
    return new TargetReport(
        target,
        results,
        findings,
        facts,
        diagnosis,
        firstToken,
        usage,
        nothing ? BigDecimal.ZERO : ladder.costs().of(target.deployment(), served, usage),
        since(start));
  }

  private void retirement(@Nullable String served) {
    if (target.open()) {
      return;
    }
    ModelFacts known = ladder.costs().of(target.deployment(), served);
    LocalDate retires = known.retires();
    if (retires != null) {
      boolean gone = !retires.isAfter(ladder.costs().today());
      fact("retires", retires.toString());
      findings.add(
          new Finding(
              "retires",
              "the model "
                  + known.name()
                  + (gone ? " was to retire on " : " retires on ")
                  + retires,
              "move to its successor before"));
    }
  }

  private static boolean charged(RungResult result) {
    return result.rung().billable() && result.outcome() == Outcome.PASSED;
  }
}

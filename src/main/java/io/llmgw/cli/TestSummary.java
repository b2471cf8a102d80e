package io.llmgw.cli;

import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TargetReport.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of a run over some targets. */
record TestSummary(List<TargetReport> reports, Duration took) {

  long count(Verdict verdict) {
    return reports.stream().filter(report -> report.verdict() == verdict).count();
  }

  /** The code of what is wrong for one target; for several only that some failed. */
  ExitCode exit() {
    if (count(Verdict.FAILED) == 0) {
      return ExitCode.OK;
    }
    Diagnosis only = reports.size() == 1 ? reports.getFirst().diagnosis() : null;
    return only == null ? ExitCode.PARTIAL : ExitCode.of(only.fault());
  }

  /** What is known to have been spent. */
  BigDecimal cost() {
    return reports.stream()
        .map(TargetReport::cost)
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** {@code 7 passed, 2 failed, 1 skipped in 3.1 s · $0.0003}. */
  String line() {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = count(verdict);
      if (count > 0 || (verdict == Verdict.PASSED && parts.isEmpty())) {
        parts.add(count + " " + verdict.name().toLowerCase(Locale.ROOT));
      }
    }
    boolean spent = cost().signum() > 0;
    return String.join(", ", parts) + " in " + seconds(took) + (spent ? " · " + money(cost()) : "");
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** US dollars with as many digits as matter. */
  static String money(@Nullable BigDecimal usd) {
    if (usd == null) {
      return "$?";
    }
    BigDecimal rounded = usd.round(new MathContext(2)).stripTrailingZeros();
    return "$" + (rounded.scale() < 2 ? rounded.setScale(2) : rounded).toPlainString();
  }
}

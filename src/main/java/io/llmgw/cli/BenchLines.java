package io.llmgw.cli;

import io.llmgw.probe.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words how fast targets answered. */
final class BenchLines {
  private BenchLines() {}

  static List<String> of(List<Bench.Result> results) {
    List<String> lines = new ArrayList<>();
    for (Bench.Result result : results) {
      Double speed = result.tokensPerSecond();
      lines.add(
          String.format(
              Locale.ROOT,
              "%s  %d answers  ttft p50 %s p95 %s  %s tok/s  %.0f%% errors",
              result.target().name(),
              result.rounds(),
              millis(result.firstTokenP50()),
              millis(result.firstTokenP95()),
              speed == null ? "-" : String.format(Locale.ROOT, "%.1f", speed),
              100 * result.errorRate()));
      if (result.lastFailure() != null) {
        lines.add("    last error: " + result.lastFailure().replaceAll("[\\s\\p{Cntrl}]+", " "));
      }
    }
    return lines;
  }

  private static String millis(@Nullable Duration time) {
    return time == null ? "-" : time.toMillis() + "ms";
  }
}

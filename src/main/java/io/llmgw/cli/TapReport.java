package io.llmgw.cli;

import io.llmgw.json.Json;
import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TargetReport.Verdict;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * A run in the Test Anything Protocol: a point for each target.
 *
 * @see <a href="https://testanything.org/tap-version-14-specification.html">version 14</a>
 */
final class TapReport {
  private TapReport() {}

  static void print(TestSummary summary, PrintWriter out) {
    out.println("TAP version 14");
    out.println("1.." + summary.reports().size());
    int number = 1;
    for (TargetReport report : summary.reports()) {
      point(number++, report, out);
    }
    out.flush();
  }

  private static void point(int number, TargetReport report, PrintWriter out) {
    boolean ok = report.verdict() != Verdict.FAILED;
    String skip =
        report.verdict() == Verdict.SKIPPED
            ? " # SKIP " + escaped(report.results().getFirst().note())
            : "";
    out.println((ok ? "ok " : "not ok ") + number + " - " + escaped(report.target().name()) + skip);
    Diagnosis wrong = report.diagnosis();
    if (wrong != null) {
      out.println("  ---");
      member(out, "step", report.failed().map(failed -> failed.rung().toString()).orElse(null));
      member(out, "code", wrong.code());
      out.println("  exit: " + ExitCode.of(wrong.fault()).number());
      member(out, "message", wrong.what());
      member(out, "cause", wrong.cause());
      member(out, "try", wrong.hint());
      out.println("  ...");
    }
  }

  /** A JSON string is a YAML one. */
  private static void member(PrintWriter out, String name, @Nullable String value) {
    if (value != null) {
      out.println("  " + name + ": " + Json.MAPPER.writeValueAsString(value));
    }
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\r\\n]+", " ").replace("\\", "\\\\").replace("#", "\\#");
  }
}

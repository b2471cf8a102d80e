package io.llmgw.cli;

import io.llmgw.probe.Diagnosis;
import io.llmgw.probe.Finding;
import io.llmgw.probe.Rung;
import io.llmgw.probe.RungResult;
import io.llmgw.probe.RungResult.Outcome;
import io.llmgw.probe.TargetReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Words a report for people: one line for a target, and what is wrong below it. */
final class TestLines {
  private static final String INDENT = "    ";

  private final Ansi ansi;
  private final boolean verbose;

  TestLines(Ansi ansi, boolean verbose) {
    this.ansi = ansi;
    this.verbose = verbose;
  }

  /** All lines of a report. */
  List<String> of(TargetReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(head(report));
    if (verbose) {
      report.results().forEach(result -> lines.add(INDENT + step(result)));
    }
    Diagnosis wrong = report.diagnosis();
    if (wrong != null) {
      add(lines, "cause: ", wrong.cause());
      add(lines, "try: ", wrong.hint());
    }
    for (Finding finding : report.findings()) {
      String hint = finding.hint() == null ? "" : "; " + finding.hint();
      add(lines, "note: ", finding.text() + hint);
    }
    return lines;
  }

  private static void add(List<String> lines, String label, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      lines.add(INDENT + label + clean(text));
    }
  }

  /** The line of a target. */
  String head(TargetReport report) {
    return switch (report.verdict()) {
      case PASSED -> painted("green", "✓") + " " + clean(report.target().name()) + passed(report);
      case FAILED -> painted("red", "✗") + " " + clean(report.target().name()) + failed(report);
      case SKIPPED -> "- " + clean(report.target().name()) + skipped(report.results());
    };
  }

  private static String skipped(List<RungResult> results) {
    RungResult last = results.getLast();
    String where = results.size() == 1 ? "  skipped: " : "  " + last.rung() + ": ";
    return climbed(results) + where + last.note();
  }

  private String passed(TargetReport report) {
    Duration first = report.firstToken();
    String cost =
        report.cost() == null
            ? "  $?"
            : report.cost().signum() == 0 ? "" : "  " + TestSummary.money(report.cost());
    return climbed(report.results())
        + (first == null ? "" : " ttft " + first.toMillis() + "ms")
        + cost
        + leftOut(report);
  }

  /** Why it went no further, where that was asked for. */
  private static String leftOut(TargetReport report) {
    RungResult last = report.results().getLast();
    return last.outcome() == Outcome.SKIPPED
        ? "  (" + last.rung() + " left out: " + last.note() + ")"
        : "";
  }

  private static String failed(TargetReport report) {
    Diagnosis wrong = report.diagnosis();
    String step = report.failed().map(result -> "  " + result.rung() + ": ").orElse("  ");
    return step + (wrong == null ? "" : wrong.what());
  }

  /** The steps that held, with their times; those below the key as one. */
  private static String climbed(List<RungResult> results) {
    Duration connect = Duration.ZERO;
    StringBuilder text = new StringBuilder();
    for (RungResult result : results) {
      if (result.outcome() == Outcome.PASSED && result.rung() != Rung.CONFIG) {
        boolean below = result.rung().compareTo(Rung.AUTH) < 0;
        connect = below ? connect.plus(result.took()) : connect;
        if (!below) {
          text.append("  ").append(result.rung()).append(' ').append(millis(result.took()));
        }
      }
    }
    return (connect.isZero() ? "" : "  connect " + millis(connect)) + text;
  }

  /** Without what a terminal would obey: names and notes may come from upstreams. */
  static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  static String millis(Duration time) {
    return time.toMillis() + "ms";
  }

  private String step(RungResult result) {
    String mark =
        switch (result.outcome()) {
          case PASSED -> painted("green", "✓");
          case FAILED -> painted("red", "✗");
          case SKIPPED -> "-";
        };
    String time = result.outcome() == Outcome.SKIPPED ? "" : " " + millis(result.took());
    return mark
        + " "
        + result.rung()
        + time
        + (result.note().isEmpty() ? "" : "  " + clean(result.note()));
  }

  /** The mark alone is coloured, so that what a provider says is never taken for markup. */
  private String painted(String color, String mark) {
    return ansi.string("@|" + color + " " + mark + "|@");
  }
}

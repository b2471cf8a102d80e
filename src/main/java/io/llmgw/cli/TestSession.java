package io.llmgw.cli;

import io.llmgw.probe.Bench;
import io.llmgw.probe.Ladder;
import io.llmgw.probe.Plan;
import io.llmgw.probe.RungResult;
import io.llmgw.probe.Target;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TargetReport.Verdict;
import io.llmgw.probe.TestRun;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One run of {@code llmgw test}, or several with {@code --watch}. */
final class TestSession {
  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final CommandLine command;
  private final PrintWriter out;
  private final TestLines lines;
  private final Plan plan;
  private final @Nullable BigDecimal maxCost;
  private final @Nullable Integer bench;
  private final @Nullable Duration watch;
  private final Thread thread = Thread.currentThread();
  private final AtomicReference<Runnable> stopping = new AtomicReference<>(() -> {});
  private volatile boolean interrupted;

  /**
   * Prepares it.
   *
   * @param bench questions for each target afterwards; null for none
   * @param watch pause between runs; null for a single one
   */
  TestSession(
      SharedOptions shared,
      Surroundings surroundings,
      CommandLine command,
      Plan plan,
      @Nullable BigDecimal maxCost,
      @Nullable Integer bench,
      @Nullable Duration watch) {
    this.shared = shared;
    this.surroundings = surroundings;
    this.command = command;
    this.out = command.getOut();
    this.lines = new TestLines(command.getColorScheme().ansi(), shared.verbose);
    this.plan = plan;
    this.maxCost = maxCost;
    this.bench = bench;
    this.watch = watch;
  }

  ExitCode run(TestSubject subject) {
    ProcessSignal.on(ProcessSignal.INTERRUPT, this::interrupt);
    BigDecimal spent = BigDecimal.ZERO;
    Pricing pricing = pricing(subject);
    tell(pricing);
    while (true) {
      if (maxCost != null) {
        pricing.mayStart(maxCost.subtract(spent));
      }
      TestSummary summary = once(subject);
      print(summary, bench(subject.ladder(), summary));
      if (interrupted) {
        return ExitCode.INTERRUPTED;
      }
      if (watch == null) {
        return summary.exit();
      }
      spent = spent.add(pricing.most());
      if (!pause(watch)) {
        return ExitCode.INTERRUPTED;
      }
      out.println();
      out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /** Ends the run with what is known so far; the second time at once. */
  void interrupt() {
    if (interrupted) {
      System.exit(ExitCode.INTERRUPTED.number());
    }
    interrupted = true;
    stopping.get().run();
  }

  /** What a run costs at most, and for how many targets that is not known. */
  private record Pricing(BigDecimal most, int unknown) {
    void mayStart(BigDecimal limit) {
      if (unknown > 0) {
        throw new CommandException(
            ExitCode.REFUSED,
            "--max-cost cannot hold: the price of "
                + (unknown == 1 ? "a target" : unknown + " targets")
                + " is not known",
            "set model_info.base_model or input_cost_per_token for it, or test with --free");
      }
      if (most.compareTo(limit) > 0) {
        throw new CommandException(
            ExitCode.REFUSED,
            "a run may cost %s, which is more than is left of --max-cost %s"
                .formatted(TestSummary.money(most), TestSummary.money(limit)),
            "test with --free, or fewer targets or steps");
      }
    }
  }

  private Pricing pricing(TestSubject subject) {
    TestRun.Estimate estimate =
        new TestRun(subject.ladder(), plan, TestRun.Listener.NONE).estimate(subject.targets());
    BigDecimal most = estimate.usd();
    if (bench != null) {
      most = most.add(new Bench(subject.ladder(), plan, bench).most(subject.targets()));
    }
    return new Pricing(most, estimate.unknown());
  }

  private void tell(Pricing pricing) {
    boolean people = shared.output == OutputFormat.TEXT && !shared.quiet;
    if (people && pricing.most().signum() > 0) {
      command.getErr().println("costs at most " + TestSummary.money(pricing.most()));
    }
    if (people && pricing.unknown() > 0) {
      command
          .getErr()
          .println(
              pricing.unknown() == 1
                  ? "the price of 1 target is not known"
                  : "the prices of " + pricing.unknown() + " targets are not known");
    }
  }

  private TestSummary once(TestSubject subject) {
    long start = System.nanoTime();
    try (LiveTable table = table(subject.targets())) {
      TestRun.Listener listener = table == null ? new AsTheyCome() : table;
      TestRun run = new TestRun(subject.ladder(), plan, listener);
      stopping.set(run::stop);
      if (interrupted) {
        run.stop();
      }
      List<TargetReport> reports = run.run(subject.targets());
      return new TestSummary(reports, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private @Nullable LiveTable table(List<Target> targets) {
    boolean live =
        shared.output == OutputFormat.TEXT
            && surroundings.tty().out()
            && !shared.quiet
            && !shared.verbose
            && !"dumb".equals(surroundings.variable("TERM"));
    return live && targets.size() <= LiveTable.MOST
        ? new LiveTable(out, targets, lines, TerminalWidth.of(surroundings))
        : null;
  }

  /** Prints each target when it is done. */
  private final class AsTheyCome implements TestRun.Listener {
    @Override
    public void result(Target target, RungResult result) {}

    @Override
    public void finished(TargetReport report) {
      synchronized (out) {
        if (shared.output == OutputFormat.TEXT) {
          boolean wanted = !shared.quiet || report.verdict() == Verdict.FAILED;
          if (wanted) {
            lines.of(report).forEach(out::println);
          }
        } else if (shared.output == OutputFormat.STREAM_JSON) {
          out.println(TestDocument.of(report));
        }
        out.flush();
      }
    }
  }

  private void print(TestSummary summary, List<Bench.Result> benched) {
    switch (shared.output) {
      case TEXT -> {
        if (!shared.quiet) {
          out.println((interrupted ? "interrupted: " : "") + summary.line());
        }
        BenchLines.of(benched).forEach(out::println);
      }
      case JSON, YAML -> Trees.print(out, TestDocument.of(summary, benched), shared.output);
      // each target was printed as it came
      case STREAM_JSON -> benched.forEach(result -> out.println(TestDocument.of(result)));
      case JUNIT -> JunitReport.print(summary, out);
      case TAP -> TapReport.print(summary, out);
      case GITHUB -> GithubReport.print(summary, out);
    }
    out.flush();
  }

  private List<Bench.Result> bench(Ladder ladder, TestSummary summary) {
    if (bench == null || interrupted) {
      return List.of();
    }
    List<Target> able =
        summary.reports().stream()
            .filter(report -> report.firstToken() != null)
            .map(TargetReport::target)
            .toList();
    Bench measuring = new Bench(ladder, plan, bench);
    stopping.set(measuring::stop);
    if (interrupted) {
      measuring.stop();
    }
    return measuring.run(able);
  }

  /** Waits; whether another run is wanted. */
  private boolean pause(Duration time) {
    stopping.set(thread::interrupt);
    try {
      if (!interrupted) {
        Thread.sleep(time);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !interrupted;
  }
}

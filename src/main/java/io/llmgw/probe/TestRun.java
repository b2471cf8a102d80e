package io.llmgw.probe;

import io.llmgw.model.Cancellation;
import io.llmgw.model.Usage;
import io.llmgw.probe.TargetReport.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Climbs several targets at once. */
public final class TestRun {
  private final Ladder ladder;
  private final Plan plan;
  private final Listener listener;
  private final Semaphore places;
  private final Set<Cancellation> climbing = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Told by the threads that climb; several at once. */
  public interface Listener extends Ladder.Listener {
    /** Hears nothing. */
    Listener NONE =
        new Listener() {
          @Override
          public void result(Target target, RungResult result) {}

          @Override
          public void finished(TargetReport report) {}
        };

    void finished(TargetReport report);
  }

  public TestRun(Ladder ladder, Plan plan, Listener listener) {
    this.ladder = ladder;
    this.plan = plan;
    this.listener = listener;
    this.places = new Semaphore(plan.concurrency());
  }

  /**
   * What the run costs at most, as far as prices are known.
   *
   * @param unknown targets without a price that would be charged for
   */
  public record Estimate(BigDecimal usd, int unknown) {}

  /** The estimate for those targets; asks nobody. */
  public Estimate estimate(List<Target> targets) {
    BigDecimal sum = BigDecimal.ZERO;
    int unknown = 0;
    for (Target target : targets) {
      long input = 0;
      long output = 0;
      for (Rung rung :
          target.open() ? List.<Rung>of() : plan.rungs(Climb.mode(target, ladder.costs()))) {
        input += Question.most(rung).inputTokens();
        output += Question.most(rung).outputTokens();
      }
      BigDecimal usd = ladder.costs().of(target.deployment(), Usage.of(input, output));
      sum = usd == null ? sum : sum.add(usd);
      unknown += usd == null && input > 0 ? 1 : 0;
    }
    return new Estimate(sum, unknown);
  }

  /** Climbs them all; blocks until the last has ended. Reports come in the order of the targets. */
  public List<TargetReport> run(List<Target> targets) {
    List<Future<TargetReport>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      targets.forEach(target -> running.add(threads.submit(() -> one(target))));
    }
    return running.stream().map(TestRun::result).toList();
  }

  /** Ends the run early, from any thread; what is not done yet is skipped. */
  public void stop() {
    stopped = true;
    climbing.forEach(Cancellation::cancel);
  }

  private TargetReport one(Target target) throws InterruptedException {
    places.acquire();
    Cancellation cancellation = new Cancellation();
    climbing.add(cancellation);
    try {
      TargetReport report =
          stopped
              ? TargetReport.skipped(target, "the run was stopped before")
              : ladder.climb(target, plan, cancellation, listener);
      if (plan.failFast() && report.verdict() == Verdict.FAILED) {
        stop();
      }
      listener.finished(report);
      return report;
    } finally {
      climbing.remove(cancellation);
      places.release();
    }
  }

  static <T> T result(Future<T> ended) {
    try {
      return ended.get();
    } catch (ExecutionException fault) {
      throw fault.getCause() instanceof RuntimeException own
          ? own
          : new IllegalStateException("a check broke off", fault.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}

package io.llmgw.probe;

import io.llmgw.model.Cancellation;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Usage;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Asks targets the same short question many times, and says how fast they answered. */
public final class Bench {
  private final Ladder ladder;
  private final Plan plan;
  private final int rounds;
  private final Set<Cancellation> asking = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * Prepares it.
   *
   * @param rounds questions for each target, one after the other; targets at once as the plan says
   */
  public Bench(Ladder ladder, Plan plan, int rounds) {
    this.ladder = ladder;
    this.plan = plan;
    this.rounds = rounds;
  }

  /**
   * How one target did.
   *
   * @param firstTokenP50 median time to the first token; null when no answer had one
   * @param firstTokenP95 what 95 of 100 answers kept
   * @param tokensPerSecond after the first token, over all answers; null when nothing was counted
   * @param failures answers that failed
   * @param lastFailure what the last of them said; null without one
   */
  public record Result(
      Target target,
      int rounds,
      @Nullable Duration firstTokenP50,
      @Nullable Duration firstTokenP95,
      @Nullable Double tokensPerSecond,
      int failures,
      @Nullable String lastFailure) {

    /** Between 0 and 1. */
    public double errorRate() {
      return rounds == 0 ? 0 : (double) failures / rounds;
    }
  }

  /** What all questions cost at most in US dollars, as far as prices are known; asks nobody. */
  public BigDecimal most(List<Target> targets) {
    Usage one = Question.most(Rung.STREAM);
    Usage all = Usage.of(rounds * one.inputTokens(), rounds * one.outputTokens());
    return targets.stream()
        .filter(target -> !target.open())
        .map(target -> ladder.costs().of(target.deployment(), all))
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Asks them all; blocks until the last answer. Results come in the order of the targets. */
  public List<Result> run(List<Target> targets) {
    Semaphore places = new Semaphore(plan.concurrency());
    List<Future<Result>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Target target : targets) {
        running.add(
            threads.submit(() -> {
              places.acquire();
              try {
                return one(target);
              } finally {
                places.release();
              }
            }));
      }
    }
    return running.stream().map(TestRun::result).toList();
  }

  /** Ends it early, from any thread; the results are of the rounds that were made. */
  public void stop() {
    stopped = true;
    asking.forEach(Cancellation::cancel);
  }

  private Result one(Target target) {
    Provider provider = ladder.providers().apply(target.deployment());
    List<Duration> firsts = new ArrayList<>();
    long tokens = 0;
    Duration writing = Duration.ZERO;
    int failures = 0;
    String lastFailure = null;
    int made = 0;
    while (made < rounds && !stopped) {
      try {
        Heard heard = ask(provider, target);
        Duration first = heard.firstToken();
        if (first != null) {
          firsts.add(first);
          tokens += Math.max(0, heard.usage().outputTokens() - 1);
          writing = writing.plus(heard.took().minus(first));
        }
      } catch (GatewayException failure) {
        if (stopped) {
          break;
        }
        failures++;
        lastFailure = failure.text();
      }
      made++;
    }
    firsts.sort(null);
    boolean counted = tokens > 0 && writing.toNanos() > 0;
    return new Result(
        target,
        made,
        percentile(firsts, 50),
        percentile(firsts, 95),
        counted ? Double.valueOf(tokens * 1e9 / writing.toNanos()) : null,
        failures,
        lastFailure);
  }

  private Heard ask(Provider provider, Target target) {
    Duration limit = plan.timeout();
    Cancellation cancellation = new Cancellation();
    Call call = new Call("bench", cancellation, new TimeLimits(limit, limit, limit));
    asking.add(cancellation);
    if (stopped) {
      cancellation.cancel();
    }
    long start = System.nanoTime();
    try (EventStream stream =
        provider.chat(Question.stream(target.deployment().modelName()), call)) {
      return Heard.all(stream, start);
    } finally {
      asking.remove(cancellation);
    }
  }

  /** The nearest rank of sorted times; null when there are none. */
  static @Nullable Duration percentile(List<Duration> sorted, int percent) {
    if (sorted.isEmpty()) {
      return null;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }
}

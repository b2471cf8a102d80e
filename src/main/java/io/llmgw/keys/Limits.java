package io.llmgw.keys;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is used against what may be used, exactly, however many ask at once: everything is
 * taken before a request is served, and corrected when it is over. A minute begins with the first
 * request of it. Thread-safe.
 */
public final class Limits {
  /** What «per minute» means. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final long WINDOW_MILLIS = WINDOW.toMillis();
  // more counters than this are looked through for those nobody needs
  private static final int MANY = 10_000;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Counter> counters = new HashMap<>();
  private int tidyAbove = MANY;

  /**
   * Something that is counted for itself.
   *
   * @param id what its counter is found by
   * @param shown what messages call it
   * @param model the one it is about alone; null for all
   */
  public record Scope(String id, String shown, @Nullable String model, Allowance allowance) {}

  /** What was used in the minute that began at {@code start}, and what is in use. */
  static final class Counter {
    final Scope scope;
    long start;
    long requests;
    long tokens;
    long parallel;

    private Counter(Scope scope) {
      this.scope = scope;
    }

    boolean over(long now) {
      // a clock that was set back ends the minute too
      return now >= start + WINDOW_MILLIS || now < start;
    }

    private void roll(long now) {
      if (over(now)) {
        start = now;
        requests = 0;
        tokens = 0;
      }
    }
  }

  public Limits(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes one request with that many tokens in all of the scopes, or in none.
   *
   * @param scopes none of them twice
   * @return to be closed when the request is over
   * @throws io.llmgw.model.GatewayException when one of them does not allow it now
   */
  public Lease reserve(List<Scope> scopes, long tokens) {
    List<Scope> limited = limited(scopes);
    if (limited.isEmpty()) {
      return Lease.UNLIMITED;
    }
    long now = clock.millis();
    lock.lock();
    try {
      tidy(now);
      List<Counter> taken = new ArrayList<>(limited.size());
      for (Scope scope : limited) {
        Counter counter = counters.get(scope.id());
        Refusal refusal = Refusal.of(scope, counter, tokens, now);
        if (refusal != null) {
          throw refusal.exception();
        }
      }
      List<Remaining> left = new ArrayList<>(limited.size());
      for (Scope scope : limited) {
        Counter counter = counters.computeIfAbsent(scope.id(), _ -> new Counter(scope));
        counter.roll(now);
        counter.requests++;
        counter.tokens += tokens;
        counter.parallel++;
        taken.add(counter);
        left.add(
            Remaining.of(
                scope.model(),
                scope.allowance(),
                counter.requests,
                counter.tokens,
                counter.start,
                now));
      }
      return new Lease(this, taken, tokens, now, left);
    } finally {
      lock.unlock();
    }
  }

  private static List<Scope> limited(List<Scope> scopes) {
    List<Scope> limited = new ArrayList<>(scopes.size());
    for (Scope scope : scopes) {
      if (scope.allowance().limits()) {
        limited.add(scope);
      }
    }
    return limited;
  }

  /** Whether any of them limits tokens. */
  public static boolean countsTokens(List<Scope> scopes) {
    for (Scope scope : scopes) {
      if (scope.allowance().tokens() != null) {
        return true;
      }
    }
    return false;
  }

  /** Corrects the tokens of a request, which has to be in flight. */
  void settle(List<Counter> taken, long reserved, long used, long reservedAt) {
    long now = clock.millis();
    lock.lock();
    try {
      for (Counter counter : taken) {
        boolean same = counter.start <= reservedAt && !counter.over(now);
        counter.roll(now);
        // what was reserved in a minute that is over needs no correction; the rest counts in this
        // one
        long more = used - reserved;
        counter.tokens = Math.max(0, counter.tokens + (same ? more : Math.max(0, more)));
      }
    } finally {
      lock.unlock();
    }
  }

  void release(List<Counter> taken) {
    lock.lock();
    try {
      for (Counter counter : taken) {
        counter.parallel--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many counters there are. */
  int size() {
    lock.lock();
    try {
      return counters.size();
    } finally {
      lock.unlock();
    }
  }

  private void tidy(long now) {
    if (counters.size() > tidyAbove) {
      counters.values().removeIf(counter -> counter.parallel == 0 && counter.over(now));
      tidyAbove = Math.max(MANY, 2 * counters.size());
    }
  }
}

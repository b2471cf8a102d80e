package io.llmgw.gateway;

import io.llmgw.model.Cancellation;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The wait before the same deployment is tried again: what the upstream asks for if that is short,
 * else half a second, doubled with each try, a quarter of it at random.
 */
public final class Backoff {
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final Duration first;

  /**
   * Waits from that length on.
   *
   * @param first half a second in a gateway, next to nothing in a test
   */
  public Backoff(Duration first) {
    this.first = first;
  }

  /** Waits, or throws the failure when the upstream wants more patience than a client has. */
  void pause(int tries, GatewayException failure, Cancellation cancellation) {
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    if (asked.compareTo(LONGEST) > 0) {
      throw failure;
    }
    long nanos = Math.min(first.toNanos() << Math.min(tries - 1, 10), LONGEST.toNanos());
    nanos -= ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
    sleep(Math.max(nanos, asked.toNanos()), cancellation);
    cancellation.check();
  }

  private static void sleep(long nanos, Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    Runnable end = cancelled::countDown;
    cancellation.onCancel(end);
    try {
      boolean _ = cancelled.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      cancellation.cancel();
    }
    cancellation.clear(end);
  }
}

package io.llmgw.provider.http;

import io.llmgw.provider.TimeLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one running call. Silence counts only while somebody waits for the upstream: a
 * slow reader on our own side is not the upstream's fault.
 */
final class Watch {
  private static final long NEVER = Long.MAX_VALUE;

  private final TimeLimits limits;
  private final long start = System.nanoTime();
  private final long totalNanos;
  private final Runnable end;
  // when, after the start, the wait that goes on now has taken too long
  private volatile long waitEndsNanos;
  private volatile @Nullable String exceeded;
  private volatile boolean answering;
  private volatile Duration silence;

  Watch(TimeLimits limits, Runnable end) {
    this.limits = limits;
    this.end = end;
    totalNanos = nanos(limits.total());
    waitEndsNanos = nanos(limits.firstByte());
    silence = limits.betweenChunks();
  }

  private static long nanos(Duration duration) {
    return duration.isZero() ? NEVER : duration.toNanos();
  }

  /** The next part is waited for from now on; until one came the first limit goes on. */
  void waiting() {
    if (answering && !silence.isZero()) {
      waitEndsNanos = System.nanoTime() - start + silence.toNanos();
    }
  }

  /** A part came. */
  void came() {
    answering = true;
    waitEndsNanos = NEVER;
  }

  /** From now on a wait may not take longer than that. */
  void hurry(Duration wait) {
    if (silence.isZero() || silence.compareTo(wait) > 0) {
      silence = wait;
    }
  }

  void check(long now) {
    long age = now - start;
    if (age > totalNanos) {
      expire("did not finish within " + Failures.seconds(limits.total()));
    } else if (age > waitEndsNanos) {
      expire(
          answering
              ? "sent nothing for " + Failures.seconds(silence)
              : "did not answer within " + Failures.seconds(limits.firstByte()));
    }
  }

  private void expire(String what) {
    if (exceeded == null) {
      exceeded = what;
      end.run();
    }
  }

  /** What the upstream did not do in time, as the end of a sentence about it; null if nothing. */
  @Nullable String exceeded() {
    return exceeded;
  }
}

package io.llmgw.provider.http;

import io.llmgw.provider.TimeLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time limits of one running call. */
final class Watch {
  private static final long NEVER = Long.MAX_VALUE;

  private final TimeLimits limits;
  private final long start = System.nanoTime();
  private final long totalNanos;
  private final long silenceNanos;
  private final Runnable end;
  // both relative to start
  private volatile long phaseNanos;
  private volatile @Nullable Duration exceeded;
  private boolean answering;

  Watch(TimeLimits limits, Runnable end) {
    this.limits = limits;
    this.end = end;
    totalNanos = nanos(limits.total());
    silenceNanos = nanos(limits.betweenChunks());
    phaseNanos = nanos(limits.firstByte());
  }

  private static long nanos(Duration duration) {
    return duration.isZero() ? NEVER : duration.toNanos();
  }

  /** Something came: from now on the limit between two parts counts. */
  void progress() {
    answering = true;
    phaseNanos =
        silenceNanos == NEVER ? NEVER : System.nanoTime() - start + silenceNanos;
  }

  void check(long now) {
    long age = now - start;
    if (age > totalNanos) {
      expire(limits.total());
    } else if (age > phaseNanos) {
      expire(answering ? limits.betweenChunks() : limits.firstByte());
    }
  }

  private void expire(Duration limit) {
    if (exceeded == null) {
      exceeded = limit;
      end.run();
    }
  }

  /** The limit that ended the call, or null. */
  @Nullable Duration exceeded() {
    return exceeded;
  }
}

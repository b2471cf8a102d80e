package io.llmgw.provider.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the demo model waits between tokens. Tests put one in its place that does not sleep. */
@FunctionalInterface
public interface Pause {
  /** Real time. */
  Pause REAL = (ended, time) -> ended.await(time.toNanos(), TimeUnit.NANOSECONDS);

  /**
   * Waits for that time, or less when {@code ended} opens before.
   *
   * @return whether {@code ended} is open
   */
  boolean await(CountDownLatch ended, Duration time) throws InterruptedException;
}

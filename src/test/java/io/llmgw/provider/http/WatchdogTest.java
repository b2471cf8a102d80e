package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.llmgw.provider.TimeLimits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private static Watch watch(CountDownLatch ended) {
    TimeLimits limits = new TimeLimits(SHORT, Duration.ZERO, Duration.ZERO);
    return new Watch(limits, ended::countDown);
  }

  private static Set<Thread> dogs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("llmgw-watchdog"))
        .collect(Collectors.toSet());
  }

  private static Thread dogOf(Set<Thread> before) {
    Set<Thread> mine = dogs();
    mine.removeAll(before);
    return mine.iterator().next();
  }

  @Test
  void sleepsWhileNothingRunsAndWakesForTheNextCall() throws InterruptedException {
    Set<Thread> others = dogs();
    try (Watchdog watchdog = new Watchdog()) {
      Thread thread = dogOf(others);
      for (int round = 0; round < 3; round++) {
        // WAITING is parked without a limit; between two looks it would be TIMED_WAITING
        await().until(() -> thread.getState() == Thread.State.WAITING);

        CountDownLatch ended = new CountDownLatch(1);
        Watch watch = watch(ended);
        watchdog.add(watch);

        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        watchdog.remove(watch);
      }
    }
  }

  @Test
  void leavesACallThatIsOverAlone() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog()) {
      CountDownLatch over = new CountDownLatch(1);
      CountDownLatch running = new CountDownLatch(1);
      Watch done = watch(over);
      watchdog.add(done);
      watchdog.add(watch(running));
      watchdog.remove(done);

      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(over.getCount()).isEqualTo(1);
    }
  }

  @Test
  void endsItsThreadWhenClosed() {
    Set<Thread> others = dogs();
    Watchdog watchdog = new Watchdog();
    Thread thread = dogOf(others);

    watchdog.close();

    await().until(() -> !thread.isAlive());
  }
}

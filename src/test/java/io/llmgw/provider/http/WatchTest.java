package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.provider.TimeLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Duration NEVER = Duration.ZERO;

  private final AtomicInteger ended = new AtomicInteger();

  private Watch watch(Duration firstByte, Duration betweenChunks, Duration total) {
    TimeLimits limits = new TimeLimits(firstByte, betweenChunks, total);
    return new Watch(limits, ended::incrementAndGet);
  }

  private static void later(Watch watch, Duration time) {
    watch.check(System.nanoTime() + time.toNanos());
  }

  @Test
  void endsACallThatDoesNotAnswerOnce() {
    Watch watch = watch(Duration.ofSeconds(2), NEVER, NEVER);

    later(watch, Duration.ofSeconds(1));
    assertThat(watch.exceeded()).isNull();
    later(watch, Duration.ofSeconds(3));
    later(watch, Duration.ofSeconds(4));

    assertThat(watch.exceeded()).isEqualTo("did not answer within 2 s");
    assertThat(ended).hasValue(1);
  }

  @Test
  void endsACallThatFallsSilent() {
    Watch watch = watch(Duration.ofSeconds(2), Duration.ofMillis(1500), NEVER);

    watch.came();
    watch.waiting();
    later(watch, Duration.ofSeconds(1));
    assertThat(watch.exceeded()).isNull();
    later(watch, Duration.ofSeconds(2));

    assertThat(watch.exceeded()).isEqualTo("sent nothing for 1.5 s");
  }

  @Test
  void endsACallThatGoesOnForTooLong() {
    Watch watch = watch(NEVER, NEVER, Duration.ofSeconds(60));

    watch.came();
    later(watch, Duration.ofSeconds(61));

    assertThat(watch.exceeded()).isEqualTo("did not finish within 60 s");
  }

  @Test
  void doesNotTakeASlowReaderForASilentUpstream() {
    Watch watch = watch(Duration.ofSeconds(2), Duration.ofSeconds(2), NEVER);

    watch.waiting();
    watch.came();
    later(watch, Duration.ofHours(1));

    assertThat(watch.exceeded()).isNull();
  }

  @Test
  void countsTheFirstByteFromTheStartHoweverOftenItIsWaitedFor() {
    Watch watch = watch(Duration.ofSeconds(2), Duration.ofHours(1), NEVER);

    watch.waiting();
    later(watch, Duration.ofSeconds(3));

    assertThat(watch.exceeded()).isEqualTo("did not answer within 2 s");
  }

  @Test
  void waitsForLastWordsOnlyShortly() {
    Watch unlimited = watch(NEVER, NEVER, NEVER);
    unlimited.came();
    unlimited.hurry(Duration.ofSeconds(3));
    unlimited.waiting();
    later(unlimited, Duration.ofSeconds(4));
    assertThat(unlimited.exceeded()).isEqualTo("sent nothing for 3 s");

    Watch strict = watch(NEVER, Duration.ofSeconds(1), NEVER);
    strict.came();
    strict.hurry(Duration.ofSeconds(3));
    strict.waiting();
    later(strict, Duration.ofSeconds(2));
    assertThat(strict.exceeded()).isEqualTo("sent nothing for 1 s");
  }

  @Test
  void hasNoLimitsWhenTheyAreZero() {
    Watch watch = watch(NEVER, NEVER, NEVER);

    watch.waiting();
    later(watch, Duration.ofDays(10));
    watch.came();
    watch.waiting();
    later(watch, Duration.ofDays(20));

    assertThat(watch.exceeded()).isNull();
    assertThat(ended).hasValue(0);
  }
}

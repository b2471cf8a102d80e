package io.llmgw.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final int THREADS = 200;

  private final MutableClock clock = new MutableClock();
  private final Limits limits = new Limits(clock);

  @Test
  void countsRequestsOfAMinuteFromTheFirst() {
    var scope = requests(2);
    limits.reserve(scope, 0).close();
    clock.advance(Duration.ofSeconds(50));
    limits.reserve(scope, 0).close();
    var refused = refused(scope, 0);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(10));
    assertThat(refused.text())
        .isEqualTo("the key 'ci' may send 2 requests per minute; try again in 10 s.");
    assertThat(refused.detail().headers())
        .containsExactlyInAnyOrder(
            Map.entry("x-ratelimit-limit-requests", "2"),
            Map.entry("x-ratelimit-remaining-requests", "0"),
            Map.entry("x-ratelimit-reset-requests", "10s"),
            Map.entry("rate_limit_type", "requests"),
            Map.entry("reset_at", "2026-11-20T12:01:00Z"));
    clock.advance(Duration.ofSeconds(10));
    limits.reserve(scope, 0).close();
  }

  @Test
  void aRefusedRequestTakesNothing() {
    var both = List.of(scope("a", 5L, null, null), scope("b", 1L, null, null));
    limits.reserve(both, 0).close();
    refused(both, 0);
    refused(both, 0);
    var alone = List.of(scope("a", 5L, null, null));
    assertThat(limits.reserve(alone, 0).headers())
        .contains(Map.entry("x-ratelimit-remaining-requests", "3"));
  }

  @Test
  void replacesTheEstimateByWhatWasUsed() {
    var scope = tokens(100);
    Lease lease = limits.reserve(scope, 60);
    assertThat(refused(scope, 60).text()).contains("40 are left", "about 60");
    lease.settle(10);
    lease.settle(100_000);
    lease.close();
    assertThat(limits.reserve(scope, 60).headers())
        .contains(
            Map.entry("x-ratelimit-limit-tokens", "100"),
            Map.entry("x-ratelimit-remaining-tokens", "30"));
  }

  @Test
  void keepsTheEstimateWhenNothingBetterIsKnown() {
    var scope = tokens(100);
    limits.reserve(scope, 60).close();
    assertThat(refused(scope, 41).kind()).isEqualTo(ErrorKind.RATE_LIMIT);
  }

  @Test
  void whatGoesOverTheEstimateIsPaidByTheNext() {
    var scope = tokens(100);
    Lease lease = limits.reserve(scope, 10);
    lease.settle(500);
    assertThat(refused(scope, 0).text()).contains("0 are left");
    clock.advance(Duration.ofMinutes(1));
    limits.reserve(scope, 100);
  }

  @Test
  void tokensOfAnAnswerCountInTheMinuteItEnds() {
    var scope = tokens(100);
    Lease old = limits.reserve(scope, 50);
    clock.advance(Duration.ofMinutes(2));
    limits.reserve(scope, 20);
    old.settle(90);
    // 20 of the new minute, and the 40 more than were reserved in the old one
    assertThat(refused(scope, 41).text()).contains("40 are left");
    limits.reserve(scope, 40);
  }

  @Test
  void saysWhenWaitingDoesNotHelp() {
    var refused = refused(tokens(100), 101);
    assertThat(refused.kind()).isEqualTo(ErrorKind.QUOTA);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text()).endsWith("so it is never served.");
    assertThat(refused.retryAfter()).isEmpty();
    assertThat(refused(requests(0), 0).kind()).isEqualTo(ErrorKind.QUOTA);
  }

  @Test
  void boundsRequestsInFlight() {
    var scope = List.of(scope("key", null, null, 2L));
    Lease first = limits.reserve(scope, 0);
    limits.reserve(scope, 0);
    assertThat(refused(scope, 0).text()).contains("2 requests in flight");
    first.close();
    first.close();
    limits.reserve(scope, 0);
    refused(scope, 0);
    // a minute that is over frees none of them
    clock.advance(Duration.ofMinutes(5));
    refused(scope, 0);
  }

  @Test
  void headersTellOfTheTightestScope() {
    var lease =
        limits.reserve(
            List.of(scope("key", 100L, 1000L, null), scope("model", 3L, 5000L, null)), 10);
    assertThat(lease.headers())
        .containsExactlyInAnyOrder(
            Map.entry("x-ratelimit-limit-requests", "3"),
            Map.entry("x-ratelimit-remaining-requests", "2"),
            Map.entry("x-ratelimit-reset-requests", "60s"),
            Map.entry("x-ratelimit-limit-tokens", "1000"),
            Map.entry("x-ratelimit-remaining-tokens", "990"),
            Map.entry("x-ratelimit-reset-tokens", "60s"));
  }

  @Test
  void noLimitsCostNothing() {
    Lease lease = limits.reserve(List.of(scope("key", null, null, null)), 1_000);
    assertThat(lease.limited()).isFalse();
    assertThat(lease.headers()).isEmpty();
    lease.settle(5);
    lease.close();
  }

  @Test
  void forgetsKeysNobodyUses() {
    for (int i = 0; i < 25_000; i++) {
      limits.reserve(List.of(scope("key" + i, 1L, null, null)), 0).close();
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(limits.size()).isLessThan(20_001);
  }

  @RepeatedTest(5)
  void manyThreadsNeverExceedALimitByOne() throws Exception {
    var scope = List.of(scope("key", 50L, 7_000L, null), scope("model", 60L, null, 40L));
    var most = new AtomicInteger();
    var flying = new AtomicInteger();
    var served = new AtomicInteger();
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(() -> {
              start.await();
              for (int round = 0; round < 20; round++) {
                try (Lease _ = limits.reserve(scope, 100)) {
                  most.accumulateAndGet(flying.incrementAndGet(), Math::max);
                  Thread.yield();
                  served.incrementAndGet();
                  flying.decrementAndGet();
                } catch (GatewayException refused) {
                  assertThat(refused.status()).isEqualTo(429);
                }
              }
              return null;
            }));
      }
      start.countDown();
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(served).hasValue(50);
    assertThat(most.get()).isBetween(1, 40);
    clock.advance(Duration.ofMinutes(1));
    // every lease was given back
    for (int i = 0; i < 40; i++) {
      limits.reserve(scope, 0);
    }
    assertThat(refused(scope, 0).text()).contains("in flight");
  }

  private GatewayException refused(List<Limits.Scope> scopes, long tokens) {
    return catchThrowableOfType(GatewayException.class, () -> limits.reserve(scopes, tokens));
  }

  private static List<Limits.Scope> requests(long limit) {
    return List.of(scope("key", limit, null, null));
  }

  private static List<Limits.Scope> tokens(long limit) {
    return List.of(scope("key", null, limit, null));
  }

  private static Limits.Scope scope(
      String id, @Nullable Long requests, @Nullable Long tokens, @Nullable Long parallel) {
    return new Limits.Scope(id, "the key 'ci'", null, new Allowance(requests, tokens, parallel));
  }
}

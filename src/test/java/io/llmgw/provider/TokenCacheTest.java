package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.llmgw.config.Secret;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TokenCacheTest {
  private final MutableClock clock = new MutableClock();
  private final CountingSource source = new CountingSource();
  private final TokenCache cache = new TokenCache("Azure", source, clock);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    source.gate.release(1000);
    threads.close();
  }

  /** Numbers its tokens; waits at a gate when it is told to. */
  private final class CountingSource implements TokenSource {
    final AtomicInteger fetches = new AtomicInteger();
    final Semaphore gate = new Semaphore(0);
    volatile boolean gated;
    volatile Duration life = Duration.ofHours(1);
    volatile @Nullable RuntimeException failure;

    @Override
    public Token fetch(Call call) {
      int number = fetches.incrementAndGet();
      if (gated) {
        gate.acquireUninterruptibly();
      }
      if (failure != null) {
        throw failure;
      }
      return new Token(new Secret("token-" + number), clock.instant().plus(life));
    }
  }

  private static Call call() {
    return new Call("call", new Cancellation(), TimeLimits.NONE);
  }

  private String token() {
    return String.valueOf(cache.headers(call()).get("Authorization"));
  }

  private void awaitToken(String expected) {
    await().atMost(Duration.ofSeconds(5)).until(() -> token().equals(expected));
  }

  @Nested
  class Keeps {
    @Test
    void oneTokenUntilFiveMinutesBeforeItsEnd() {
      assertThat(token()).isEqualTo("Bearer token-1");
      clock.advance(Duration.ofMinutes(54));
      assertThat(token()).isEqualTo("Bearer token-1");
      assertThat(source.fetches).hasValue(1);

      clock.advance(Duration.ofMinutes(2));
      assertThat(token()).isEqualTo("Bearer token-1");
      awaitToken("Bearer token-2");
      assertThat(source.fetches).hasValue(2);
    }

    @Test
    void nothingThatHasExpired() {
      token();
      clock.advance(Duration.ofHours(2));
      assertThat(token()).isEqualTo("Bearer token-2");
    }

    @Test
    void aTokenShorterThanTheUsualReserve() {
      source.life = Duration.ofMinutes(2);
      assertThat(token()).isEqualTo("Bearer token-1");
      assertThat(token()).isEqualTo("Bearer token-1");
      clock.advance(Duration.ofSeconds(29));
      assertThat(token()).isEqualTo("Bearer token-1");
      assertThat(source.fetches).hasValue(1);
      clock.advance(Duration.ofSeconds(2));
      awaitToken("Bearer token-2");
    }

    @Test
    void noTokenThatEndsAtOnceButHandsItOut() {
      source.life = Duration.ofSeconds(1);
      assertThat(token()).isEqualTo("Bearer token-1");
      assertThat(token()).isEqualTo("Bearer token-2");
    }
  }

  @Nested
  class UnderConcurrency {
    @Test
    void fetchesOnceForAllWhoWait() throws Exception {
      source.gated = true;
      CountDownLatch begun = new CountDownLatch(50);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            threads.submit(() -> {
              begun.countDown();
              return token();
            }));
      }
      begun.await();
      source.gate.release();
      for (Future<String> answer : answers) {
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("Bearer token-1");
      }
      assertThat(source.fetches).hasValue(1);
    }

    @Test
    void nobodyWaitsWhileTheOldTokenIsGood() {
      token();
      clock.advance(Duration.ofMinutes(56));
      source.gated = true;
      for (int i = 0; i < 20; i++) {
        assertThat(token()).isEqualTo("Bearer token-1");
      }
      await().until(() -> source.fetches.get() == 2);
      source.gate.release();
      awaitToken("Bearer token-2");
      assertThat(source.fetches).hasValue(2);
    }

    @Test
    void aClientThatGoesAwayDoesNotEndTheFetchOfTheOthers() throws Exception {
      source.gated = true;
      Cancellation leaving = new Cancellation();
      Future<?> leaver =
          threads.submit(() -> cache.headers(new Call("leaver", leaving, TimeLimits.NONE)));
      Future<String> stayer = threads.submit(TokenCacheTest.this::token);
      await().until(() -> source.fetches.get() == 1);
      leaving.cancel();
      assertThatThrownBy(() -> leaver.get(5, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              GatewayException.class, end -> assertThat(end.kind()).isEqualTo(ErrorKind.CANCELLED));
      source.gate.release();
      assertThat(stayer.get(5, TimeUnit.SECONDS)).isEqualTo("Bearer token-1");
    }

    @Test
    void waitsNoLongerThanTheRequestMay() {
      source.gated = true;
      Duration limit = Duration.ofMillis(60);
      Call hasty = new Call("hasty", new Cancellation(), new TimeLimits(limit, limit, limit));
      assertThatThrownBy(() -> cache.headers(hasty))
          .isInstanceOfSatisfying(
              GatewayException.class, end -> assertThat(end.kind()).isEqualTo(ErrorKind.TIMEOUT));
    }
  }

  @Nested
  class WhenFetchingFails {
    @Test
    void everybodyHearsWhyAndNobodyAsksAgainForAWhile() {
      source.failure = new GatewayException(ErrorKind.AUTHENTICATION, "wrong secret");
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(TokenCacheTest.this::token).hasMessage("wrong secret");
      }
      assertThat(source.fetches).hasValue(1);
      source.failure = null;
      clock.advance(TokenCache.FAILURE_KEPT);
      assertThat(token()).isEqualTo("Bearer token-2");
    }

    @Test
    void whatMayPassIsTriedAgainAtOnce() {
      source.failure = new GatewayException(ErrorKind.NETWORK, "no route");
      assertThatThrownBy(TokenCacheTest.this::token)
          .isInstanceOfSatisfying(
              GatewayException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.NETWORK));
      source.failure = null;
      assertThat(token()).isEqualTo("Bearer token-2");
    }

    @Test
    void theOldTokenServesUntilItsEndAndTriesAreSpaced() {
      token();
      clock.advance(Duration.ofMinutes(56));
      source.failure = new GatewayException(ErrorKind.NETWORK, "no route");
      token();
      await().until(() -> source.fetches.get() == 2);
      await()
          .during(Duration.ofMillis(100))
          .until(() -> token().equals("Bearer token-1") && source.fetches.get() == 2);
      clock.advance(TokenCache.PAUSE);
      token();
      await().until(() -> source.fetches.get() == 3);
      clock.advance(Duration.ofMinutes(5));
      assertThatThrownBy(TokenCacheTest.this::token).hasMessage("no route");
    }

    @Test
    void anUnforeseenFaultIsNoSilentOne() {
      source.failure = new IllegalStateException("value s3cr3t");
      assertThatThrownBy(TokenCacheTest.this::token)
          .isInstanceOfSatisfying(
              GatewayException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL))
          .hasMessageContaining("IllegalStateException")
          .hasMessageNotContaining("s3cr3t");
    }
  }

  @Nested
  class WhenRefused {
    @Test
    void dropsAStaleTokenAndSaysThatAnotherTryMakesSense() {
      token();
      clock.advance(Duration.ofMinutes(2));
      assertThat(cache.refused()).isTrue();
      assertThat(token()).isEqualTo("Bearer token-2");
    }

    @Test
    void everyRequestWithTheDroppedTokenMayTryAgainWithTheNewOne() {
      token();
      clock.advance(Duration.ofMinutes(2));
      cache.refused();
      token();
      assertThat(cache.refused()).isTrue();
      assertThat(token()).isEqualTo("Bearer token-2");
      assertThat(source.fetches).hasValue(2);
    }

    @Test
    void keepsAFreshTokenSinceAnotherWouldBeRefusedToo() {
      token();
      assertThat(cache.refused()).isFalse();
      assertThat(token()).isEqualTo("Bearer token-1");
    }
  }
}

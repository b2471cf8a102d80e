package io.llmgw.provider;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a token and renews it before it expires. One fetch runs at a time, on a thread of its own:
 * it survives the client that caused it, all who have no token wait for the same one, and nobody
 * waits while the old token is good.
 */
public final class TokenCache implements Credentials {
  /** How long before its end a token is renewed. */
  static final Duration EARLY = Duration.ofMinutes(5);

  /**
   * Shortest time between two fetches while a token is still good: some sources hand out a kept
   * one.
   */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** How long a failure that another try cannot change answers everyone. */
  static final Duration FAILURE_KEPT = Duration.ofSeconds(10);

  /** A younger token that is refused is no stale one: the identity lacks a right. */
  static final Duration YOUNG = Duration.ofSeconds(60);

  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final TimeLimits LIMITS =
      new TimeLimits(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(20));

  private record Kept(
      Map<String, String> headers, Instant obtained, Instant renewal, Instant end) {}

  private record Failed(GatewayException reason, Instant until) {}

  private final String owner;
  private final TokenSource source;
  private final InstantSource clock;
  private final Object lock = new Object();
  private volatile @Nullable Kept kept;
  // the rest is guarded by the lock
  private @Nullable CompletableFuture<Kept> running;
  private @Nullable Failed failed;
  private Instant dropped = Instant.MIN;

  /**
   * Keeps the tokens of one source.
   *
   * @param owner whose sign-in it is, for messages: {@code Azure}
   */
  public TokenCache(String owner, TokenSource source, InstantSource clock) {
    this.owner = owner;
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Map<String, String> headers(Call call) {
    Kept now = kept;
    Instant time = clock.instant();
    if (now != null && time.isBefore(now.renewal)) {
      return now.headers;
    }
    CompletableFuture<Kept> flight;
    synchronized (lock) {
      now = kept;
      Failed failure = failed;
      boolean waiting = failure != null && time.isBefore(failure.until);
      boolean due = now == null || !time.isBefore(now.renewal);
      if (due && !waiting && running == null) {
        running = start();
      }
      if (now != null && time.isBefore(now.end)) {
        return now.headers;
      }
      if (failure != null && waiting) {
        throw again(failure.reason);
      }
      flight = Objects.requireNonNull(running, "a token is due, so a fetch runs");
    }
    return await(flight, call).headers;
  }

  @Override
  public boolean refused() {
    synchronized (lock) {
      Instant now = clock.instant();
      Kept token = kept;
      if (token != null && !now.isBefore(token.obtained.plus(YOUNG))) {
        kept = null;
        dropped = now;
        return true;
      }
      // several requests may have carried the token that was just dropped
      return now.isBefore(dropped.plus(YOUNG));
    }
  }

  private CompletableFuture<Kept> start() {
    CompletableFuture<Kept> flight = new CompletableFuture<>();
    Thread.ofVirtual().name("llmgw-token").start(() -> fetch(flight));
    return flight;
  }

  private void fetch(CompletableFuture<Kept> flight) {
    try {
      Token token = source.fetch(new Call("token", new Cancellation(), LIMITS));
      Kept fresh = keep(token);
      synchronized (lock) {
        kept = fresh;
        failed = null;
        running = null;
      }
      flight.complete(fresh);
    } catch (RuntimeException failure) {
      GatewayException reason = reason(failure);
      synchronized (lock) {
        failed = keep(reason);
        running = null;
      }
      flight.completeExceptionally(reason);
    }
  }

  private Kept keep(Token token) {
    Instant now = clock.instant();
    Instant end = token.expiry().minus(MARGIN);
    Instant renewal = later(token.expiry().minus(EARLY), now.plus(PAUSE));
    return new Kept(
        Map.of("Authorization", "Bearer " + token.value().reveal()),
        now,
        renewal.isBefore(end) ? renewal : end,
        end);
  }

  /**
   * While the old token is good a failure only delays the next try; without one it is told to
   * everybody.
   */
  private @Nullable Failed keep(GatewayException reason) {
    Instant now = clock.instant();
    Kept token = kept;
    if (token != null && now.isBefore(token.end)) {
      return new Failed(reason, now.plus(PAUSE).isBefore(token.end) ? now.plus(PAUSE) : token.end);
    }
    return reason.kind().retryable() ? null : new Failed(reason, now.plus(FAILURE_KEPT));
  }

  private GatewayException reason(RuntimeException failure) {
    return failure instanceof GatewayException known
        ? known
        : new GatewayException(
            ErrorKind.INTERNAL,
            "Getting a token for %s failed unexpectedly (%s)."
                .formatted(owner, failure.getClass().getSimpleName()),
            ErrorDetail.NONE,
            failure);
  }

  private Kept await(CompletableFuture<Kept> flight, Call call) {
    CompletableFuture<Kept> mine = flight.copy();
    Runnable end = () -> mine.cancel(true);
    call.cancellation().onCancel(end);
    try {
      Duration limit = limit(call.limits());
      return limit.isZero() ? mine.get() : mine.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof GatewayException reason
          ? again(reason)
          : new IllegalStateException(failure);
    } catch (TimeoutException _) {
      throw new GatewayException(
          ErrorKind.TIMEOUT, owner + "'s sign-in gave no token within the request's time limit.");
    } catch (CancellationException _) {
      throw new GatewayException(ErrorKind.CANCELLED, "The client closed the request.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new GatewayException(ErrorKind.CANCELLED, "The request was interrupted.");
    } finally {
      call.cancellation().clear(end);
    }
  }

  private static Duration limit(TimeLimits limits) {
    boolean total =
        !limits.total().isZero()
            && (limits.firstByte().isZero() || limits.total().compareTo(limits.firstByte()) < 0);
    return total ? limits.total() : limits.firstByte();
  }

  /** The same failure for another request, with that request's own stack. */
  private static GatewayException again(GatewayException reason) {
    return new GatewayException(reason.kind(), reason.text(), reason.detail(), reason);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}

package io.llmgw.provider.demo;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The waits of one answer: each token's pause, the time limits of the call, and what ends a wait
 * early.
 */
final class Pacing {
  private final Pause pause;
  private final Duration perToken;
  private final Cancellation cancellation;
  private final TimeLimits limits;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable wake = ended::countDown;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Duration waited = Duration.ZERO;

  private Pacing(Pause pause, Duration perToken, Call call) {
    this.pause = pause;
    this.perToken = perToken;
    this.cancellation = call.cancellation();
    this.limits = call.limits();
  }

  static Pacing start(Pause pause, Duration perToken, Call call) {
    Pacing pacing = new Pacing(pause, perToken, call);
    call.cancellation().onCancel(pacing.wake);
    return pacing;
  }

  /** Throws when nobody wants the answer any more. */
  void check() {
    cancellation.check();
    if (ended.getCount() == 0) {
      throw new GatewayException(ErrorKind.CANCELLED, "The answer was closed before its end.");
    }
  }

  /** Waits as long as the first token of an answer takes. */
  void beforeFirst() {
    hold(limits.firstByte());
  }

  /** Waits as long as any further token takes. */
  void beforeNext() {
    hold(limits.betweenChunks());
  }

  private void hold(Duration silence) {
    if (perToken.isZero()) {
      return;
    }
    Duration patience = patience(silence);
    boolean tooSlow = patience.compareTo(perToken) < 0;
    await(tooSlow ? patience : perToken);
    if (tooSlow) {
      throw new GatewayException(
          ErrorKind.TIMEOUT, "The demo model took longer than the time limit of this call allows.");
    }
  }

  /** What is left of the shorter limit; the pauses are all the time an answer of the demo takes. */
  private Duration patience(Duration silence) {
    Duration allowed = silence.isZero() ? perToken : silence;
    Duration left = limits.total().isZero() ? perToken : limits.total().minus(waited);
    return allowed.compareTo(left) < 0 ? allowed : left;
  }

  private void await(Duration time) {
    try {
      if (pause.await(ended, time)) {
        check();
      }
      waited = waited.plus(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayException(
          ErrorKind.CANCELLED, "The request was interrupted.", ErrorDetail.NONE, e);
    }
  }

  /**
   * Ends a wait for good. The cancellation is let go once only: it may serve another call by then.
   */
  void end() {
    if (closed.compareAndSet(false, true)) {
      ended.countDown();
      cancellation.clear(wake);
    }
  }
}

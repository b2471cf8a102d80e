package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void isNotGivenAtFirst() {
    assertThat(cancellation.isCancelled()).isFalse();
    assertThatCode(cancellation::check).doesNotThrowAnyException();
  }

  @Test
  void endsTheWaitThatIsRegistered() {
    cancellation.onCancel(ended::incrementAndGet);

    cancellation.cancel();

    assertThat(ended).hasValue(1);
    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void runsNothingTwice() {
    cancellation.onCancel(ended::incrementAndGet);

    cancellation.cancel();
    cancellation.cancel();

    assertThat(ended).hasValue(1);
  }

  @Test
  void endsALaterWaitAtOnce() {
    cancellation.cancel();

    cancellation.onCancel(ended::incrementAndGet);

    assertThat(ended).hasValue(1);
  }

  @Test
  void replacesWhatWasRegisteredBefore() {
    cancellation.onCancel(() -> ended.addAndGet(100));
    cancellation.onCancel(ended::incrementAndGet);

    cancellation.cancel();

    assertThat(ended).hasValue(1);
  }

  @Test
  void forgetsAWaitThatIsOver() {
    Runnable end = ended::incrementAndGet;
    cancellation.onCancel(end);
    cancellation.clear(end);

    cancellation.cancel();

    assertThat(ended).hasValue(0);
    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void keepsALaterRegistrationWhenAnEarlierWaitEndsLate() {
    Runnable first = () -> ended.addAndGet(100);
    cancellation.onCancel(first);
    cancellation.onCancel(ended::incrementAndGet);

    cancellation.clear(first);
    cancellation.cancel();

    assertThat(ended).hasValue(1);
  }

  @Test
  void cannotBeTakenBack() {
    cancellation.cancel();

    cancellation.clear(ended::incrementAndGet);

    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void saysThatTheClientLeft() {
    cancellation.cancel();

    assertThatThrownBy(cancellation::check)
        .isInstanceOf(GatewayException.class)
        .extracting(failure -> ((GatewayException) failure).kind())
        .isEqualTo(ErrorKind.CANCELLED);
  }

  @Test
  void losesNoSignalThatComesWhileAWaitIsRegistered() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Cancellation raced = new Cancellation();
      CountDownLatch end = new CountDownLatch(1);
      Thread canceller = Thread.ofVirtual().start(raced::cancel);
      raced.onCancel(end::countDown);

      assertThat(end.await(5, TimeUnit.SECONDS)).as("round %d", round).isTrue();
      canceller.join();
    }
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private static final long MB = 1 << 20;

  private long used;
  private long left;
  private int collections;

  private final HeapTrim trim = new HeapTrim(() -> used, () -> left, this::collect);

  /** Collects all but 20 MB. */
  private void collect() {
    collections++;
    used = 20 * MB;
    left = used;
  }

  @Test
  void leavesALittleGarbageWhereItIs() {
    used = 32 * MB;
    trim.check();

    assertThat(collections).isZero();
  }

  @Test
  void collectsWhatPiledUp() {
    used = 33 * MB;
    trim.check();
    trim.check();

    assertThat(collections).isOne();
  }

  @Test
  void waitsLongerWhenMoreIsInUse() {
    used = 33 * MB;
    trim.check();
    used = 72 * MB;
    trim.check();
    assertThat(collections).isOne();

    used = 73 * MB;
    trim.check();
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void collectsALittleGarbageAfterABusyTime() {
    used = 17 * MB;
    seconds(30);
    assertThat(collections).isZero();

    seconds(300);
    assertThat(collections).isOne();
  }

  @Test
  void leavesHardlyAnyGarbageForGood() {
    used = 16 * MB;
    seconds(300);

    assertThat(collections).isZero();
  }

  private void seconds(int count) {
    for (int second = 0; second < count; second++) {
      trim.check();
    }
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
  private static final long MB = 1 << 20;

  private long used;
  private @Nullable MemoryUsage left;
  private int collections;

  private final HeapTrim trim = new HeapTrim(pool(), this::collect);

  /** Collects all but 20 MB. */
  private void collect() {
    collections++;
    used = 20 * MB;
    left = usage(used);
  }

  @Test
  void leavesALittleGarbageWhereItIs() {
    used = 32 * MB;
    trim.run();

    assertThat(collections).isZero();
  }

  @Test
  void collectsWhatPiledUp() {
    used = 33 * MB;
    trim.run();
    trim.run();

    assertThat(collections).isOne();
  }

  @Test
  void waitsLongerWhenMoreIsInUse() {
    used = 33 * MB;
    trim.run();
    used = 72 * MB;
    trim.run();
    assertThat(collections).isOne();

    used = 73 * MB;
    trim.run();
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void collectsALittleGarbageAfterABusyTime() {
    used = 17 * MB;
    for (int second = 0; second < 30; second++) {
      trim.run();
    }
    assertThat(collections).isZero();

    for (int second = 0; second < 300; second++) {
      trim.run();
    }
    assertThat(collections).isOne();
  }

  @Test
  void leavesHardlyAnyGarbageForGood() {
    used = 16 * MB;
    for (int second = 0; second < 300; second++) {
      trim.run();
    }

    assertThat(collections).isZero();
  }

  private MemoryPoolMXBean pool() {
    return (MemoryPoolMXBean)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MemoryPoolMXBean.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "getUsage" -> usage(used);
                  case "getCollectionUsage" -> left;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static MemoryUsage usage(long used) {
    return new MemoryUsage(0, used, used, -1);
  }
}

package io.llmgw.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a gateway small that runs for months. The serial collector leaves garbage in its old
 * generation until the heap has grown to all it may be, half of the machine's memory; this has it
 * collected once there is about as much garbage as there is in use, and after a busy time. Other
 * collectors do that by themselves and are left alone. Not thread-safe.
 */
final class HeapTrim implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HeapTrim.class);
  // the management beans would slow the start down
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int QUIET = 30;
  private static final long SPARE = 32 << 20;

  private final MemoryPoolMXBean old;
  private final Runnable collector;
  private long seen;
  // how many times in a row nothing had been added
  private int quiet;

  /**
   * Looks after one pool of memory.
   *
   * @param collector collects it
   */
  HeapTrim(MemoryPoolMXBean old, Runnable collector) {
    this.old = old;
    this.collector = collector;
  }

  /** Looks after this process until it ends. */
  static void start() {
    Thread.ofVirtual().name("heap-trim").start(HeapTrim::watch);
  }

  private static void watch() {
    try {
      Thread.sleep(FIRST);
      MemoryPoolMXBean pool = oldGenerationOfSerial();
      if (pool == null) {
        return;
      }
      HeapTrim trim = new HeapTrim(pool, System::gc);
      while (true) {
        trim.run();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable MemoryPoolMXBean oldGenerationOfSerial() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Tenured Gen"))
        .findFirst()
        .orElse(null);
  }

  /** Collects when that is due; to be called every second. */
  @Override
  public void run() {
    long before = old.getUsage().getUsed();
    quiet = before == seen ? quiet + 1 : 0;
    seen = before;
    if (before <= (quiet >= QUIET ? inUse() + SPARE / 2 : 2 * inUse() + SPARE)) {
      return;
    }
    long start = System.nanoTime();
    collector.run();
    LOG.debug(
        "old generation collected in {} ms: {} of {} MB are in use",
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        inUse() >> 20,
        before >> 20);
  }

  /** What the last collection left; nothing before the first. */
  private long inUse() {
    MemoryUsage left = old.getCollectionUsage();
    return left == null ? 0 : left.getUsed();
  }
}

package io.llmgw.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a gateway small that runs for months. The serial collector leaves garbage in its old
 * generation until the heap has grown to all it may be, half of the machine's memory; this has it
 * collected once there is about as much garbage as there is in use, and after a busy time. Other
 * collectors do that by themselves and are left alone. Not thread-safe.
 */
final class HeapTrim {
  private static final Logger LOG = LoggerFactory.getLogger(HeapTrim.class);
  // the management beans would slow the start down
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int QUIET = 30;
  private static final long SPARE = 32 << 20;

  private final LongSupplier used;
  private final LongSupplier inUse;
  private final Runnable collector;
  private long seen;
  // how many times in a row nothing had been added
  private int quiet;

  /**
   * Looks after the old generation.
   *
   * @param used bytes of it, with the garbage
   * @param inUse what the last collection left of them; 0 before the first
   * @param collector collects it
   */
  HeapTrim(LongSupplier used, LongSupplier inUse, Runnable collector) {
    this.used = used;
    this.inUse = inUse;
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
      HeapTrim trim = new HeapTrim(() -> pool.getUsage().getUsed(), () -> left(pool), System::gc);
      while (true) {
        trim.check();
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

  private static long left(MemoryPoolMXBean pool) {
    MemoryUsage left = pool.getCollectionUsage();
    return left == null ? 0 : left.getUsed();
  }

  /** Collects when that is due; to be called every second. */
  void check() {
    long before = used.getAsLong();
    quiet = before == seen ? quiet + 1 : 0;
    seen = before;
    if (before > most()) {
      long start = System.nanoTime();
      collector.run();
      LOG.debug(
          "old generation collected in {} ms: {} of {} MB are in use",
          Duration.ofNanos(System.nanoTime() - start).toMillis(),
          inUse.getAsLong() >> 20,
          before >> 20);
    }
  }

  private long most() {
    return quiet < QUIET ? 2 * inUse.getAsLong() + SPARE : inUse.getAsLong() + SPARE / 2;
  }
}

package io.llmgw.chat.terminal;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Tells whether the window keeps its width. While it is dragged, a terminal may have wrapped its
 * rows anew before it tells how wide it is (tmux takes up to 250 ms), and whoever moves the cursor
 * up then would wipe out rows of others. Used by one thread.
 */
final class WindowWidth {
  private static final long SETTLE_NANOS = 300_000_000;

  private final IntSupplier columns;
  private final LongSupplier nanoTime;
  private int last;
  private long changed;

  /**
   * @param columns of the window, now
   */
  WindowWidth(IntSupplier columns, LongSupplier nanoTime) {
    this.columns = columns;
    this.nanoTime = nanoTime;
    this.last = columns.getAsInt();
    this.changed = nanoTime.getAsLong() - SETTLE_NANOS;
  }

  /** Whether it has not changed for a while. */
  boolean settled() {
    int now = columns.getAsInt();
    long time = nanoTime.getAsLong();
    if (now != last) {
      last = now;
      changed = time;
    }
    return time - changed >= SETTLE_NANOS;
  }
}

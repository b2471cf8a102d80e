package io.llmgw.provider.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends calls that take too long. One thread looks at all running calls a few times a second, which
 * costs a call next to nothing; a timer for each read would cost more than the read. Sleeps while
 * no call runs.
 */
final class Watchdog implements AutoCloseable {
  private static final long TICK_NANOS = 50_000_000;

  private final Set<Watch> running = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closed;

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("llmgw-watchdog").start(this::loop);
  }

  void add(Watch watch) {
    running.add(watch);
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  void remove(Watch watch) {
    running.remove(watch);
  }

  private void loop() {
    while (!closed) {
      if (running.isEmpty()) {
        idle = true;
        // looked at again after the flag is up, so that no add falls between
        if (running.isEmpty()) {
          LockSupport.park(this);
        }
        idle = false;
      } else {
        LockSupport.parkNanos(this, TICK_NANOS);
        long now = System.nanoTime();
        running.forEach(watch -> watch.check(now));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

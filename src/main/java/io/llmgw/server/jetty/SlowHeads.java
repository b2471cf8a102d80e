package io.llmgw.server.jetty;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose request head does not come to an end: Jetty's idle limit starts anew
 * with every byte, so a client that sends one byte a second would hold its connection for ever.
 */
final class SlowHeads extends AbstractLifeCycle implements Connection.Listener {
  private final Set<WatchedEndPoint> open = ConcurrentHashMap.newKeySet();
  private final Scheduler scheduler;
  private final long limitNanos;
  private final long tickNanos;

  SlowHeads(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limitNanos = limit.toNanos();
    this.tickNanos = limitNanos / 8;
  }

  @Override
  protected void doStart() {
    schedule();
  }

  private void schedule() {
    scheduler.schedule(this::sweep, tickNanos, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long now = System.nanoTime();
    for (WatchedEndPoint endPoint : open) {
      if (endPoint.headNanos(now) > limitNanos) {
        endPoint.close();
      }
    }
    if (isRunning() || isStarting()) {
      schedule();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection.getEndPoint() instanceof WatchedEndPoint endPoint) {
      open.add(endPoint);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection.getEndPoint() instanceof WatchedEndPoint endPoint) {
      open.remove(endPoint);
    }
  }
}

package io.llmgw.server;

import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps silent streams alive: proxies and clients on the way give up on a connection that says
 * nothing for a minute. Thread-safe.
 */
public final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final long LONGEST_TICK_NANOS = 500_000_000;
  private static final long SHORTEST_TICK_NANOS = 10_000_000;

  private final Set<StreamOutput> streams = ConcurrentHashMap.newKeySet();
  private final Supplier<Duration> interval;
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closed;

  /**
   * Starts without a stream.
   *
   * @param interval the silence after which a stream gets a sign of life; zero for never
   */
  public Pulse(Supplier<Duration> interval) {
    this.interval = interval;
    this.thread = Thread.ofPlatform().daemon().name("llmgw-pulse").start(this::loop);
  }

  public void add(StreamOutput stream) {
    streams.add(stream);
    if (idle) {
      idle = false;
      LockSupport.unpark(thread);
    }
  }

  public void remove(StreamOutput stream) {
    streams.remove(stream);
  }

  private void loop() {
    while (!closed) {
      if (streams.isEmpty()) {
        idle = true;
        // looked at again after the flag is up, so that no add falls between
        if (streams.isEmpty()) {
          LockSupport.park(this);
        }
        idle = false;
      } else {
        long limit = interval.get().toNanos();
        LockSupport.parkNanos(this, Math.clamp(limit / 4, SHORTEST_TICK_NANOS, LONGEST_TICK_NANOS));
        beat(limit);
      }
    }
  }

  private void beat(long limit) {
    long now = System.nanoTime();
    for (StreamOutput stream : streams) {
      if (limit > 0 && stream.silence(now) > limit) {
        // a client that does not read would hold this thread up
        Thread.startVirtualThread(() -> touch(stream));
      }
    }
  }

  private static void touch(StreamOutput stream) {
    try {
      stream.keepAlive();
    } catch (GatewayException gone) {
      LOG.debug("keep-alive found the client gone: {}", gone.text());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

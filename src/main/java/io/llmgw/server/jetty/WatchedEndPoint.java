package io.llmgw.server.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that notices a client that goes away while its request is worked on. Jetty reads
 * nothing between a request's last byte and the end of its answer, so a closed connection would
 * stay unseen until the next write, and a stopped chat would be paid for. While {@link #watch} is
 * on, this end point reads in Jetty's place: the end of input means the client is gone; bytes of a
 * next request are kept for Jetty.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
  private static final int PEEK_BYTES = 1024;

  private final Object lock = new Object();
  private final Watcher watcher = new Watcher();
  // guarded by lock
  private boolean registered;
  private @Nullable Runnable gone;
  private @Nullable Callback waiting;
  private @Nullable ByteBuffer pushback;
  // nanoTime of the first byte of a request whose head is not complete yet; 0 between and within
  // requests
  private volatile long headSince;
  private volatile boolean handling;

  WatchedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
    // a connection that never sends its first byte is as slow as one that never ends its head
    headSince = System.nanoTime();
  }

  /** How long a request's head has been coming; 0 when none is under way. */
  long headNanos(long now) {
    long since = headSince;
    return since == 0 ? 0 : now - since;
  }

  /** A request's head is complete and it is being worked on. */
  void requestBegins() {
    handling = true;
    headSince = 0;
  }

  /** From now on that runs, once, when the client goes away. The request's body has been read. */
  void watch(Runnable action) {
    synchronized (lock) {
      gone = action;
      if (!registered && pushback == null) {
        registered = super.tryFillInterested(watcher);
      }
    }
  }

  /** The answer is complete: what comes now is the next request. */
  void requestEnds() {
    synchronized (lock) {
      gone = null;
      handling = false;
      headSince = pushback == null ? 0 : System.nanoTime();
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    synchronized (lock) {
      if (pushback != null) {
        int count = BufferUtil.append(buffer, pushback);
        if (!pushback.hasRemaining()) {
          pushback = null;
        }
        return count;
      }
      int count = super.fill(buffer);
      if (count > 0 && !handling && headSince == 0) {
        headSince = System.nanoTime();
      }
      return count;
    }
  }

  @Override
  public void fillInterested(Callback callback) {
    if (!tryFillInterested(callback)) {
      throw new ReadPendingException();
    }
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    synchronized (lock) {
      if (pushback == null) {
        if (!registered) {
          return super.tryFillInterested(callback);
        }
        boolean first = waiting == null;
        waiting = first ? callback : waiting;
        return first;
      }
    }
    Thread.startVirtualThread(callback::succeeded);
    return true;
  }

  /**
   * Whether Jetty itself waits; it breaks a connection off that is being waited on when an answer
   * ends.
   */
  @Override
  public boolean isFillInterested() {
    synchronized (lock) {
      return registered ? waiting != null : super.isFillInterested();
    }
  }

  /** Reads in Jetty's place; returns what to run then, outside the lock. */
  private @Nullable Runnable readable() {
    synchronized (lock) {
      registered = false;
      Callback jetty = waiting;
      if (jetty != null) {
        waiting = null;
        return jetty::succeeded;
      }
      if (gone == null) {
        return null;
      }
      ByteBuffer peeked = BufferUtil.allocate(PEEK_BYTES);
      int count;
      try {
        count = super.fill(peeked);
      } catch (IOException _) {
        // a broken connection is an ended one
        count = -1;
      }
      if (count > 0) {
        pushback = peeked;
      } else if (count == 0) {
        registered = super.tryFillInterested(watcher);
      } else {
        return takeGone();
      }
      return null;
    }
  }

  private @Nullable Runnable failed(Throwable cause) {
    synchronized (lock) {
      registered = false;
      Callback jetty = waiting;
      if (jetty != null) {
        waiting = null;
        return () -> jetty.failed(cause);
      }
      if (cause instanceof TimeoutException) {
        registered = super.tryFillInterested(watcher);
        return null;
      }
      return takeGone();
    }
  }

  private @Nullable Runnable takeGone() {
    Runnable action = gone;
    gone = null;
    return action;
  }

  private static void run(@Nullable Runnable action) {
    if (action != null) {
      action.run();
    }
  }

  private final class Watcher implements Callback {
    @Override
    public void succeeded() {
      run(readable());
    }

    @Override
    public void failed(Throwable cause) {
      run(WatchedEndPoint.this.failed(cause));
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }
  }
}

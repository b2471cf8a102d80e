package io.llmgw.model;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The signal that nobody wants an answer any more. The front raises it when its client goes away, a
 * caller in process when the user interrupts; whoever waits for an upstream registers what ends the
 * wait. Thread-safe.
 */
public final class Cancellation {
  private static final Runnable NOTHING = new Marker();
  private static final Runnable CANCELLED = new Marker();

  private final AtomicReference<Runnable> action = new AtomicReference<>(NOTHING);

  /** Ends the wait that is registered now and every later one at once. Later calls do nothing. */
  public void cancel() {
    action.getAndSet(CANCELLED).run();
  }

  public boolean isCancelled() {
    return action.get() == CANCELLED;
  }

  /**
   * Registers what to run on {@link #cancel}, in place of what was registered before: a request
   * waits for one upstream at a time. Runs it at once when the signal was already given.
   */
  public void onCancel(Runnable end) {
    Runnable before = action.get();
    while (before != CANCELLED) {
      if (action.compareAndSet(before, end)) {
        return;
      }
      before = action.get();
    }
    end.run();
  }

  /** Forgets that registration, if no later one has taken its place, when the wait is over. */
  public void clear(Runnable end) {
    action.compareAndSet(end, NOTHING);
  }

  /** Throws when the signal was given. */
  public void check() {
    if (isCancelled()) {
      throw new GatewayException(ErrorKind.CANCELLED, "The client closed the request.");
    }
  }

  /** Told apart by identity alone, which a lambda's is not promised to be. */
  private static final class Marker implements Runnable {
    @Override
    public void run() {}
  }
}

package io.llmgw.observe;

import ch.qos.logback.classic.AsyncAppender;

/**
 * Has the log written by a thread of its own, which drops lines, the less important ones first,
 * rather than hold a request up. Closing it writes what waits, for a second at most, and lets those
 * who log write for themselves again: whoever ends the process closes this last, else the last
 * lines are lost.
 */
public final class BackgroundLog implements AutoCloseable {
  private static final int QUEUE = 1024;

  private final UsualAppenders usual = new UsualAppenders();
  private final AsyncAppender queue = new AsyncAppender();

  /** Puts a queue before whatever writes the log now. */
  public BackgroundLog() {
    queue.setContext(usual.context());
    queue.setQueueSize(QUEUE);
    queue.setNeverBlock(true);
    // not the appenders themselves, which a queue that ends would stop
    queue.addAppender(new HandingAppender(usual.context(), usual::write));
    queue.start();
    usual.makeWayFor(queue);
  }

  @Override
  public void close() {
    usual.replace(queue);
  }
}

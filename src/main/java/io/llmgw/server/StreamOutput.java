package io.llmgw.server;

import java.util.concurrent.locks.ReentrantLock;

/**
 * An event stream to a client, begun with the first thing that is written. Answer and keep-alives
 * take turns at it. Thread-safe.
 */
public final class StreamOutput {
  private final Exchange exchange;
  private final String contentType;
  private final byte[] keepAlive;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile long lastWrite = System.nanoTime();
  private boolean started;
  private boolean ended;

  /**
   * Prepares a stream; nothing goes out yet.
   *
   * @param keepAlive what tells the client that all is well while there is nothing to say
   */
  public StreamOutput(Exchange exchange, String contentType, byte[] keepAlive) {
    this.exchange = exchange;
    this.contentType = contentType;
    this.keepAlive = keepAlive;
  }

  /**
   * Gives the answer back to whoever can still answer in another way.
   *
   * @return false when it is too late, because the client has been told that the answer is a stream
   */
  public boolean giveUp() {
    turn.lock();
    try {
      ended = !started;
      return ended;
    } finally {
      turn.unlock();
    }
  }

  /** Sends whole events at once. */
  public void write(byte[] bytes, int from, int length) {
    turn.lock();
    try {
      if (!ended) {
        begin();
        exchange.write(bytes, from, length);
        lastWrite = System.nanoTime();
      }
    } finally {
      turn.unlock();
    }
  }

  public void end() {
    turn.lock();
    try {
      if (!ended) {
        ended = true;
        begin();
        exchange.end();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Says that nothing more will be written here, because the answer takes another way. */
  public void leave() {
    turn.lock();
    try {
      ended = true;
    } finally {
      turn.unlock();
    }
  }

  /** How long nothing has been sent. */
  long silence(long now) {
    return now - lastWrite;
  }

  /** Sends a keep-alive, unless something is being sent anyway. */
  void keepAlive() {
    if (turn.tryLock()) {
      try {
        write(keepAlive, 0, keepAlive.length);
      } finally {
        turn.unlock();
      }
    }
  }

  private void begin() {
    if (!started) {
      started = true;
      exchange.answerHeader("Cache-Control", "no-cache");
      exchange.answerHeader("X-Accel-Buffering", "no");
      exchange.start(200, contentType);
    }
  }
}

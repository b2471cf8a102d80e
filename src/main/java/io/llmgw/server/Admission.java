package io.llmgw.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts requests in flight, holds their number down, and lets them run out when the gateway stops.
 * Thread-safe.
 */
public final class Admission {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private int inFlight;
  private boolean draining;

  /** Takes a request in; false when there are too many or none is taken any more. */
  boolean enter(int limit) {
    lock.lock();
    try {
      if (draining || (limit > 0 && inFlight >= limit)) {
        return false;
      }
      inFlight++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inFlight--;
      if (inFlight == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  public int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  public boolean draining() {
    lock.lock();
    try {
      return draining;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more requests and waits for those in flight.
   *
   * @return whether all of them ended in time
   */
  public boolean drain(Duration longest) {
    lock.lock();
    try {
      draining = true;
      long left = longest.toNanos();
      while (inFlight > 0 && left > 0) {
        left = empty.awaitNanos(left);
      }
      return inFlight == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}

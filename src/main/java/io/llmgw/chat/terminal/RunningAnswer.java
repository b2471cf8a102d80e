package io.llmgw.chat.terminal;

import io.llmgw.chat.Asking;
import io.llmgw.model.StreamEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question that is asked on a thread of its own, for the thread that draws. */
final class RunningAnswer {
  private final Asking asking;
  private final BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable RuntimeException fault;

  private RunningAnswer(Asking asking) {
    this.asking = asking;
    this.thread = Thread.ofVirtual().name("answer").unstarted(this::run);
  }

  static RunningAnswer start(Asking asking) {
    RunningAnswer running = new RunningAnswer(asking);
    running.thread.start();
    return running;
  }

  private void run() {
    try {
      asking.run(events::add);
    } catch (RuntimeException unforeseen) {
      fault = unforeseen;
    }
  }

  Asking asking() {
    return asking;
  }

  /** Hands over what has come since the last time. */
  void take(Consumer<StreamEvent> taker) {
    for (StreamEvent event = events.poll(); event != null; event = events.poll()) {
      taker.accept(event);
    }
  }

  /** Forgets what has come since the last time: all of it is in the turn. */
  void skip() {
    events.clear();
  }

  /** Whether nothing more comes. */
  boolean done() {
    return !thread.isAlive();
  }

  /** Whether all that came was taken, too. */
  boolean finished() {
    return done() && events.isEmpty();
  }

  /** What should not have happened is thrown where it can be told. */
  void rethrow() {
    RuntimeException thrown = fault;
    if (thrown != null) {
      throw thrown;
    }
  }
}

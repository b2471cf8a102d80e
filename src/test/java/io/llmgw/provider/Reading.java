package io.llmgw.provider;

import static org.awaitility.Awaitility.await;

import io.llmgw.model.StreamEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stream read by a thread of its own, so that a test can watch it wait and end the wait. */
final class Reading {
  private final Queue<StreamEvent> events = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<EventStream> stream = new CompletableFuture<>();
  private final FutureTask<Void> work;
  private final Thread thread;

  private Reading(ProviderSituations.Situation situation, Call call) {
    this.work =
        new FutureTask<>(() -> {
          read(situation, call);
          return null;
        });
    this.thread = Thread.ofVirtual().unstarted(work);
  }

  static Reading start(ProviderSituations.Situation situation, Call call) {
    Reading reading = new Reading(situation, call);
    reading.thread.start();
    return reading;
  }

  private void read(ProviderSituations.Situation situation, Call call) {
    try (EventStream opened = situation.provider().chat(situation.request(), call)) {
      stream.complete(opened);
      for (StreamEvent event = opened.next(); event != null; event = opened.next()) {
        events.add(event);
      }
    }
  }

  List<StreamEvent> events() {
    return List.copyOf(events);
  }

  /** Returns when the reading thread waits for something. */
  void awaitSilence() {
    await()
        .until(() ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
  }

  void awaitSilenceAfterAnEvent() {
    await().until(() -> !events.isEmpty());
    awaitSilence();
  }

  /** Closes the stream from the thread that calls this. */
  void close() {
    stream.join().close();
  }

  /** What ended the reading; an {@link AssertionError} when it goes on, or came to a good end. */
  Throwable failure(Duration limit) {
    try {
      work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new AssertionError("the stream came to a good end after " + events);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      return new AssertionError("still waiting after " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }
}

package io.llmgw.chat;

import io.llmgw.chat.Outcome.State;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.TokenEstimate;
import io.llmgw.model.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way and the answer as far as it has come. {@link #run} is called once; the
 * rest may be called by any thread meanwhile.
 */
public final class Turn {
  private final ChatBackend backend;
  private final ChatRequest question;
  private final Cancellation cancellation = new Cancellation();
  private final AnswerParts parts = new AnswerParts();
  private final long began = System.nanoTime();

  private long first = -1;
  private State state = State.RUNNING;
  private String model;
  private ChatBackend.@Nullable Reply reply;
  private @Nullable FinishReason finish;
  private @Nullable Usage usage;
  private boolean guessed;
  private @Nullable GatewayException failure;
  private long total;

  public Turn(ChatBackend backend, ChatRequest question) {
    this.backend = backend;
    this.question = question;
    this.model = question.model();
  }

  /** What is asked. */
  public ChatRequest question() {
    return question;
  }

  /** Ends the upstream call; what has come of the answer is kept. */
  public void stop() {
    cancellation.cancel();
  }

  /**
   * Asks and reads to the end. A failure of the upstream is an outcome and not thrown.
   *
   * @param listener told every event, after it is part of {@link #parts}; what it throws ends the
   *     call and is thrown on
   */
  public Outcome run(Consumer<StreamEvent> listener) {
    try {
      ChatBackend.Reply begun = backend.ask(question, cancellation);
      try (var events = begun.events()) {
        synchronized (this) {
          reply = begun;
        }
        for (StreamEvent event = events.next(); event != null; event = events.next()) {
          take(event);
          listener.accept(event);
        }
      }
      end(State.COMPLETE, null);
    } catch (GatewayException e) {
      boolean stopped = cancellation.isCancelled() || e.kind() == ErrorKind.CANCELLED;
      end(stopped ? State.STOPPED : State.FAILED, stopped ? null : e);
    }
    return outcome();
  }

  private synchronized void take(StreamEvent event) {
    switch (event) {
      case StreamEvent.Started started -> model = started.model() == null ? model : started.model();
      case StreamEvent.UsageReported reported -> usage = reported.usage();
      case StreamEvent.Finished finished -> finish = finished.reason();
      case StreamEvent.TextDelta _,
          StreamEvent.ReasoningDelta _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.RefusalDelta _,
          StreamEvent.ToolCallStarted _,
          StreamEvent.ToolCallDelta _,
          StreamEvent.Cited _,
          StreamEvent.Attached _ -> {
        first = first < 0 ? millis() : first;
        parts.add(event);
      }
    }
  }

  private synchronized void end(State how, @Nullable GatewayException why) {
    state = how;
    failure = why;
    total = millis();
    if (usage == null && reply != null) {
      // it is paid for, too
      usage = Usage.of(TokenEstimate.of(question), parts.tokens());
      guessed = true;
    }
  }

  private long millis() {
    return (System.nanoTime() - began) / 1_000_000;
  }

  /** The answer so far. */
  public synchronized List<Part> parts() {
    return parts.list();
  }

  /** What went wrong; null for nothing. */
  public synchronized @Nullable GatewayException failure() {
    return failure;
  }

  /** How it went so far. */
  public synchronized Outcome outcome() {
    ChatBackend.Reply begun = reply;
    String asked = question.model();
    return new Outcome(
        state,
        asked,
        model,
        begun == null ? "" : begun.provider(),
        begun == null ? List.of() : begun.failed(),
        finish,
        usage,
        guessed,
        usage == null ? null : backend.cost(asked, usage),
        new Outcome.Timing(first, state == State.RUNNING ? millis() : total),
        begun == null ? List.of() : begun.notes(),
        headers(),
        failure == null ? null : failure.text());
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (reply != null) {
      reply.events().head().headers().forEach(h -> headers.put(h.getKey(), h.getValue()));
    } else if (failure != null) {
      failure.detail().headers().forEach(h -> headers.put(h.getKey(), h.getValue()));
    }
    return headers;
  }
}

package io.llmgw.chat;

import io.llmgw.gateway.Explanation;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Answers with texts that were prepared, else with what was asked; keeps what it was asked. */
public final class FakeBackend implements ChatBackend {
  private final List<Model> models = new ArrayList<>();
  private final Deque<Object> answers = new ArrayDeque<>();
  private final List<ChatRequest> asked = new ArrayList<>();
  private final Map<String, Semaphore> pace = new HashMap<>();

  public FakeBackend() {
    with("echo", 1.0);
  }

  /** Adds a model that costs so many dollars for a million tokens; null for an unknown price. */
  public FakeBackend with(String name, @Nullable Double price) {
    models.add(new Model(name, "fake", 1_000L, price, price, List.of(), List.of()));
    return this;
  }

  /** Adds a model that cannot see. */
  public FakeBackend blind(String name) {
    models.add(new Model(name, "fake", null, 1.0, 1.0, List.of(), List.of(Model.VISION)));
    return this;
  }

  /** Lets that model say one word for each permit. */
  public FakeBackend paced(String model, Semaphore words) {
    pace.put(model, words);
    return this;
  }

  public FakeBackend answer(String text) {
    answers.add(text);
    return this;
  }

  public FakeBackend fail(ErrorKind kind, String message) {
    answers.add(new GatewayException(kind, message));
    return this;
  }

  public List<ChatRequest> asked() {
    return asked;
  }

  @Override
  public synchronized Reply ask(ChatRequest question, Cancellation cancellation) {
    asked.add(question);
    Object answer =
        answers.isEmpty() ? "you said " + question.messages().getLast().text() : answers.poll();
    if (answer instanceof GatewayException failure) {
      throw failure;
    }
    List<StreamEvent> events = new ArrayList<>();
    events.add(new StreamEvent.Started("id", question.model() + "-1", 0));
    for (String word : answer.toString().split("(?<= )")) {
      events.add(new StreamEvent.TextDelta(0, word));
    }
    events.add(new StreamEvent.Finished(0, FinishReason.STOP));
    events.add(new StreamEvent.UsageReported(Usage.of(100, 10)));
    Semaphore words = pace.getOrDefault(question.model(), new Semaphore(Integer.MAX_VALUE));
    return new Reply(
        new Stream(events, cancellation, words), "fake", List.of(), List.of(), Duration.ZERO);
  }

  private static final class Stream implements EventStream {
    private final Deque<StreamEvent> events;
    private final Cancellation cancellation;
    private final Semaphore words;

    private Stream(List<StreamEvent> events, Cancellation cancellation, Semaphore words) {
      this.events = new ArrayDeque<>(events);
      this.cancellation = cancellation;
      this.words = words;
    }

    @Override
    public @Nullable StreamEvent next() {
      if (events.peek() instanceof StreamEvent.TextDelta) {
        words.acquireUninterruptibly();
      }
      cancellation.check();
      return events.poll();
    }

    @Override
    public AnswerHead head() {
      return AnswerHead.EMPTY;
    }

    @Override
    public void close() {}
  }

  @Override
  public Explanation preview(ChatRequest question) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Model> models() {
    return List.copyOf(models);
  }

  @Override
  public Optional<Model> model(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  @Override
  public @Nullable String defaultModel() {
    return "echo";
  }

  @Override
  public @Nullable Double cost(String model, Usage usage) {
    return model(model)
        .map(Model::inputPrice)
        .map(price -> price * usage.totalTokens() / 1e6)
        .orElse(null);
  }
}

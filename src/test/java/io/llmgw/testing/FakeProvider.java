package io.llmgw.testing;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Provider;
import io.llmgw.provider.UpstreamModel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** A provider in process that plays scenarios and remembers its calls. Thread-safe. */
public final class FakeProvider implements Provider {
  private final Queue<Scenario> scenarios = new ArrayDeque<>();
  private final List<Played> calls = new CopyOnWriteArrayList<>();
  private Function<ChatRequest, Scenario> otherwise =
      _ -> Scenario.refusing(new GatewayException(ErrorKind.INTERNAL, "the test has no scenario"));

  /** Says what the next call that has no scenario yet plays. */
  public synchronized FakeProvider then(Scenario scenario) {
    scenarios.add(scenario);
    return this;
  }

  /** Says what every call plays for which no {@link #then} is left. */
  public synchronized FakeProvider always(Scenario scenario) {
    otherwise = _ -> scenario;
    return this;
  }

  /** Every call so far, in order. */
  public List<Played> calls() {
    return List.copyOf(calls);
  }

  private synchronized Scenario next(ChatRequest request) {
    Scenario scenario = scenarios.poll();
    return scenario != null ? scenario : otherwise.apply(request);
  }

  @Override
  public EventStream chat(ChatRequest request, Call call) {
    Played played = new Played(request, call, next(request));
    calls.add(played);
    return played.open();
  }

  @Override
  public Embeddings.Result embed(Embeddings.Request request, Call call) {
    List<float[]> vectors =
        request.inputs().stream().map(input -> new float[] {input.length(), 0.5f}).toList();
    return new Embeddings.Result("upstream-model", vectors, Usage.of(request.inputs().size(), 0));
  }

  @Override
  public Preview preview(ChatRequest request, Call call) {
    return new Preview("POST", "fake:", Map.of(), JsonNodeFactory.instance.objectNode());
  }

  @Override
  public List<UpstreamModel> models(Call call) {
    return List.of();
  }

  /** One call and its answer. */
  public static final class Played implements EventStream {
    private final ChatRequest request;
    private final Call call;
    private final Iterator<Scenario.Step> steps;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Long> cancelled = new CompletableFuture<>();
    private final Runnable cancel = this::cancel;

    private Played(ChatRequest request, Call call, Scenario scenario) {
      this.request = request;
      this.call = call;
      this.steps = scenario.steps().iterator();
    }

    private EventStream open() {
      call.cancellation().onCancel(cancel);
      return this;
    }

    private void cancel() {
      cancelled.complete(System.nanoTime());
      ended.countDown();
    }

    public ChatRequest request() {
      return request;
    }

    public Call call() {
      return call;
    }

    /** Waits until the call is cancelled: {@link System#nanoTime} of that moment. */
    public long cancelledAt() {
      try {
        return cancelled.get(10, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new AssertionError("the call was not cancelled", e);
      }
    }

    /** Whether its stream was closed. */
    public boolean closed() {
      return ended.getCount() == 0;
    }

    @Override
    public @Nullable StreamEvent next() {
      while (steps.hasNext()) {
        switch (steps.next()) {
          case Scenario.Step.Emit emit -> {
            call.cancellation().check();
            return emit.event();
          }
          case Scenario.Step.Fail fail -> throw fail.failure();
          case Scenario.Step.Fault fault -> throw fault.mistake();
          case Scenario.Step.Silence silence -> await(silence.time().toNanos());
          case Scenario.Step.Hang _ -> await(TimeUnit.SECONDS.toNanos(20));
        }
      }
      return null;
    }

    private void await(long nanos) {
      try {
        if (ended.await(nanos, TimeUnit.NANOSECONDS)) {
          throw new GatewayException(ErrorKind.CANCELLED, "The client closed the request.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public AnswerHead head() {
      return new AnswerHead(List.of(Map.entry("x-ratelimit-remaining-requests", "41")));
    }

    @Override
    public void close() {
      ended.countDown();
      call.cancellation().clear(cancel);
    }
  }
}

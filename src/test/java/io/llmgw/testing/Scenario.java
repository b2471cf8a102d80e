package io.llmgw.testing;

import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an upstream does with one request, in the gateway's own terms, so that the same story can be
 * told by a provider in process and by a server on a socket. Immutable; every method gives a new
 * one.
 */
public record Scenario(List<Step> steps) {
  /** One step of a story. */
  public sealed interface Step {
    record Emit(StreamEvent event) implements Step {}

    /** Fails; as the first step the upstream refuses the request. */
    record Fail(GatewayException failure) implements Step {}

    record Silence(Duration time) implements Step {}

    /** Says nothing more until nobody listens. */
    record Hang() implements Step {}
  }

  public Scenario {
    steps = List.copyOf(steps);
  }

  /** An answer that begins and goes on with those events. */
  public static Scenario of(StreamEvent... events) {
    Step started = new Step.Emit(new StreamEvent.Started("up-1", "upstream-model", 1_700_000_000));
    return new Scenario(
        Stream.concat(Stream.of(started), Stream.of(events).map(Step.Emit::new)).toList());
  }

  /** An answer that says the pieces of a text, counts its tokens and ends. */
  public static Scenario says(String... pieces) {
    return of(Stream.of(pieces).map(Scenario::text).toArray(StreamEvent[]::new)).ending();
  }

  public static StreamEvent text(String text) {
    return new StreamEvent.TextDelta(0, text);
  }

  /** A request that is taken and never answered. */
  public static Scenario silence() {
    return new Scenario(List.of()).hanging();
  }

  public static Scenario refusing(GatewayException failure) {
    return new Scenario(List.of()).failing(failure);
  }

  public Scenario ending() {
    return ending(FinishReason.STOP);
  }

  /** Ends well, with seven tokens read and three written. */
  public Scenario ending(FinishReason reason) {
    return with(new Step.Emit(new StreamEvent.Finished(0, reason)))
        .with(new Step.Emit(new StreamEvent.UsageReported(Usage.of(7, 3))));
  }

  public Scenario then(StreamEvent event) {
    return with(new Step.Emit(event));
  }

  public Scenario failing(GatewayException failure) {
    return with(new Step.Fail(failure));
  }

  public Scenario silent(Duration time) {
    return with(new Step.Silence(time));
  }

  public Scenario hanging() {
    return with(new Step.Hang());
  }

  private Scenario with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Scenario(more);
  }
}

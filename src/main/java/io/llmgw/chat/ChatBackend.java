package io.llmgw.chat;

import io.llmgw.gateway.Explanation;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Usage;
import io.llmgw.provider.EventStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who answers the questions of a chat. Thread-safe. */
public interface ChatBackend {

  /**
   * An answer that has begun. Whoever holds it closes the events.
   *
   * @param provider whose model answers
   * @param failed tries that failed before, in their order
   * @param notes what was changed of the question for this model
   * @param upstreamTime from the start of the successful try to its first event
   */
  record Reply(
      EventStream events,
      String provider,
      List<Outcome.FailedTry> failed,
      List<String> notes,
      Duration upstreamTime) {}

  /**
   * Sends a question; blocks until the answer begins.
   *
   * @throws io.llmgw.model.GatewayException when there is none
   */
  Reply ask(ChatRequest question, Cancellation cancellation);

  /**
   * Says what {@link #ask} would send, without calling anyone.
   *
   * @throws io.llmgw.model.GatewayException when it would be refused
   */
  Explanation preview(ChatRequest question);

  /** Every model that can be named, in the order they are offered. */
  List<Model> models();

  /** What is known about that model, listed or not; empty when nobody serves it. */
  Optional<Model> model(String name);

  /** The model to begin with; null when the configuration names none. */
  @Nullable String defaultModel();

  /** What the model asks for that usage, in US dollars; null when it has no known price. */
  @Nullable Double cost(String model, Usage usage);
}

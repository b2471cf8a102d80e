package io.llmgw.chat;

import io.llmgw.model.FinishReason;
import io.llmgw.model.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about.
 *
 * @param asked the name the question was sent to
 * @param model the model that answered, as far as it is known
 * @param provider whose it is; empty when nobody answered
 * @param failed tries that failed before, in their order
 * @param finish null when the answer did not come to its end
 * @param usage null when nothing was answered
 * @param guessed whether the usage is a guess, since the upstream did not come to tell it
 * @param costUsd null when the model has no known price
 * @param notes what was changed of the question for this model
 * @param headers what the upstream said besides, such as its rate limits and its request id
 * @param error what went wrong; null for nothing
 */
public record Outcome(
    State state,
    String asked,
    String model,
    String provider,
    List<FailedTry> failed,
    @Nullable FinishReason finish,
    @Nullable Usage usage,
    boolean guessed,
    @Nullable Double costUsd,
    Timing timing,
    List<String> notes,
    Map<String, String> headers,
    @Nullable String error) {

  /**
   * A try that failed before another one succeeded.
   *
   * @param model the provider's name for it
   * @param error what went wrong
   */
  public record FailedTry(String provider, String model, long millis, String error) {}

  public Outcome {
    failed = List.copyOf(failed);
    notes = List.copyOf(notes);
    headers = Map.copyOf(headers);
  }

  /** How far the answer came. */
  public enum State {
    /** It was on its way when this was written down. */
    RUNNING,
    COMPLETE,
    /** The user stopped it. */
    STOPPED,
    FAILED
  }

  /**
   * Times in milliseconds since the question was sent.
   *
   * @param firstMillis up to the first word or thought; -1 when there was none
   */
  public record Timing(long firstMillis, long totalMillis) {

    /** Tokens in a second from the first word on; 0 when it cannot be said. */
    public double tokensPerSecond(@Nullable Usage usage) {
      long millis = totalMillis - firstMillis;
      return usage == null || firstMillis < 0 || millis <= 0
          ? 0
          : usage.outputTokens() * 1000.0 / millis;
    }
  }

  /** How many tries failed before. */
  public int retries() {
    return failed.size();
  }

  public Outcome withCost(@Nullable Double usd) {
    return new Outcome(
        state, asked, model, provider, failed, finish, usage, guessed, usd, timing, notes, headers,
        error);
  }
}

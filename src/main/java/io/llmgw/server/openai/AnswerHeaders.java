package io.llmgw.server.openai;

import io.llmgw.gateway.Served;
import io.llmgw.server.Exchange;

/** The headers that tell a client who answered and how long it took, by LiteLLM's names. */
final class AnswerHeaders {
  private final String version;

  AnswerHeaders(String version) {
    this.version = "llmgw " + version;
  }

  /** Said of every request, also of one that fails. */
  static void putCallId(Exchange exchange, String callId) {
    exchange.answerHeader("x-litellm-call-id", callId);
  }

  /**
   * Sets the headers of an answer.
   *
   * @param readingNanos what was spent on the upstream after its first good event
   */
  void put(Exchange exchange, Served served, long readingNanos) {
    exchange.answerHeader("x-litellm-model-id", served.deployment().id());
    exchange.answerHeader("x-litellm-model-group", served.group());
    exchange.answerHeader("x-litellm-version", version);
    if (served.retries() > 0) {
      exchange.answerHeader("x-litellm-attempted-retries", Integer.toString(served.retries()));
    }
    long total = exchange.age();
    long upstream = served.upstreamTime().toNanos() + readingNanos;
    String overhead = millis(Math.max(0, total - upstream));
    exchange.answerHeader("x-litellm-response-duration-ms", millis(total));
    exchange.answerHeader("x-litellm-overhead-duration-ms", overhead);
    exchange.answerHeader(
        "Server-Timing", "gateway;dur=" + overhead + ", upstream;dur=" + millis(upstream));
    served.answer().head().headers().forEach(h -> exchange.answerHeader(h.getKey(), h.getValue()));
  }

  /** Milliseconds with three digits after the point, without the cost of a formatter. */
  private static String millis(long nanos) {
    long micros = nanos / 1000;
    String fraction = Long.toString(1000 + micros % 1000).substring(1);
    return micros / 1000 + "." + fraction;
  }
}

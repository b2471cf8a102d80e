package io.llmgw.server;

import io.llmgw.gateway.Served;
import io.llmgw.model.Fidelity;
import java.util.List;
import java.util.Locale;

/** The headers that tell a client who answered and how long it took, by LiteLLM's names. */
final class AnswerHeaders {
  private static final int LONGEST_FIDELITY = 1_000;

  private final String version;

  AnswerHeaders(String version) {
    this.version = "llmgw " + version;
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
    if (!served.fidelity().isEmpty()) {
      exchange.answerHeader("x-llmgw-fidelity", fidelity(served.fidelity()));
    }
    served.answer().head().headers().forEach(h -> exchange.answerHeader(h.getKey(), h.getValue()));
  }

  /** Short codes such as {@code dropped=seed}; field names are cut to what a header may hold. */
  private static String fidelity(List<Fidelity.Note> notes) {
    StringBuilder text = new StringBuilder();
    for (Fidelity.Note note : notes) {
      String code = note.change().name().toLowerCase(Locale.ROOT) + "=" + token(note.field());
      if (text.length() + code.length() > LONGEST_FIDELITY) {
        return text.append(", more").toString();
      }
      text.append(text.isEmpty() ? "" : ", ").append(code);
    }
    return text.toString();
  }

  private static String token(String field) {
    return field.replaceAll("[^A-Za-z0-9_.*\\[\\]-]", "_");
  }

  /** Milliseconds with three digits after the point, without the cost of a formatter. */
  private static String millis(long nanos) {
    long micros = nanos / 1000;
    String fraction = Long.toString(1000 + micros % 1000).substring(1);
    return micros / 1000 + "." + fraction;
  }
}

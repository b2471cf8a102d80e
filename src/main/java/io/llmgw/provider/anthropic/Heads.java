package io.llmgw.provider.anthropic;

import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.HttpAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the headers of an answer that matter beyond it. */
final class Heads {
  private Heads() {}

  /**
   * What the client gets: the wait that is asked for under its own name, and what is left of the
   * limits too if the client speaks this protocol, else marked as the provider's.
   */
  static AnswerHead of(HttpAnswer answer, boolean sameProtocol) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    answer.forEachHeader((name, value) -> {
      if (name.startsWith("retry-after")
          || (sameProtocol && name.startsWith("anthropic-ratelimit-"))) {
        kept.add(Map.entry(name, value));
      } else if (name.startsWith("anthropic-") || name.equals("request-id")) {
        kept.add(Map.entry("llm_provider-" + name, value));
      }
    });
    return kept.isEmpty() ? AnswerHead.EMPTY : new AnswerHead(kept);
  }

  /** The wait the upstream asks for, or null. */
  static @Nullable Duration retryAfter(HttpAnswer answer, InstantSource clock) {
    String millis = answer.header("retry-after-ms");
    String seconds = answer.header("retry-after");
    try {
      if (millis != null) {
        return wait(Double.parseDouble(millis.strip()));
      }
      return seconds == null ? null : wait(1000 * Double.parseDouble(seconds.strip()));
    } catch (NumberFormatException _) {
      return seconds == null ? null : until(seconds.strip(), clock);
    }
  }

  private static Duration wait(double millis) {
    return Duration.ofMillis(Math.max(0, (long) millis));
  }

  private static @Nullable Duration until(String date, InstantSource clock) {
    try {
      ZonedDateTime then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), then.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException _) {
      // neither a number nor a date: as good as no header
      return null;
    }
  }
}

package io.llmgw.provider.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The wait an upstream asks for: milliseconds, seconds or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">the header</a>
 */
public final class RetryAfter {
  private RetryAfter() {}

  /** The wait, or null when the answer asks for none. */
  public static @Nullable Duration of(HttpAnswer answer, InstantSource clock) {
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

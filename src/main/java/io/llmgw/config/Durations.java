package io.llmgw.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as configurations write them: {@code 30}, {@code 0.5}, {@code 500ms}, {@code 30s}, {@code
 * 5m}, {@code 1h}.
 */
final class Durations {
  static final String PATTERN = "[0-9]{1,9}(?:\\.[0-9]{1,9})?\\s*(?:ms|s|m|h|d)?";
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(ms|s|m|h|d)?");

  private Durations() {}

  /** Null when the text is no duration. */
  static @Nullable Duration parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    long millis =
        switch (unit) {
          case "ms" -> 1;
          case "s" -> 1000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 86_400_000;
        };
    return Duration.ofNanos(
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(millis))
            .movePointRight(6)
            .longValue());
  }
}

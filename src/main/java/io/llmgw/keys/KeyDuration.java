package io.llmgw.keys;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long something is good for, as LiteLLM writes it: {@code 30s}, {@code 30m} or {@code 30min},
 * {@code 12h}, {@code 30d}, {@code 1mo}, {@code monthly}.
 */
final class KeyDuration {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{1,6})(?:(s|secs?|seconds?)|(m|mins?|minutes?)|(h|hrs?|hours?)|(d|days?)|(w|weeks?)"
              + "|(mo|months?))");
  private static final Map<String, Duration> WORDS =
      Map.of(
          "hourly", Duration.ofHours(1),
          "daily", Duration.ofDays(1),
          "weekly", Duration.ofDays(7),
          "monthly", Duration.ofDays(30));
  private static final String FOREVER = "-1";

  /** In the order of the groups of the form. */
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(30));

  private KeyDuration() {}

  static boolean isForever(String text) {
    return text.equals(FOREVER);
  }

  /** Null when the text is no such time. */
  static @Nullable Duration parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    Matcher matcher = FORM.matcher(plain);
    if (!matcher.matches()) {
      return WORDS.get(plain);
    }
    long count = Long.parseLong(matcher.group(1));
    for (int unit = 0; unit < UNITS.size(); unit++) {
      if (matcher.group(unit + 2) != null) {
        return UNITS.get(unit).multipliedBy(count);
      }
    }
    throw new IllegalStateException("a time without a unit matched");
  }
}

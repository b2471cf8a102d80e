package io.llmgw.keys;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a key is good for, as LiteLLM writes it: {@code 30s}, {@code 30m}, {@code 12h}, {@code
 * 30d}.
 */
final class KeyDuration {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|m|h|d|w|mo)");
  private static final String FOREVER = "-1";
  private static final int MONTH_DAYS = 30;

  private KeyDuration() {}

  static boolean isForever(String text) {
    return text.equals(FOREVER);
  }

  /** Null when the text is no such time. */
  static @Nullable Duration parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      case "w" -> Duration.ofDays(7 * count);
      default -> Duration.ofDays(MONTH_DAYS * count);
    };
  }
}

package io.llmgw.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a value is shown to people: as one would write it, without anything secret. */
final class Display {
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(key|token|secret|password|authorization|cookie|credential).*");
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

  private Display() {}

  static String of(Object value) {
    return switch (value) {
      case Secret secret -> secret.masked();
      case Double number when number % 1 == 0 -> String.valueOf(number.longValue());
      case Duration duration -> duration(duration);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + member(entry))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case Collection<?> items ->
          items.stream().map(Display::of).collect(Collectors.joining(", ", "[", "]"));
      default -> text(value.toString());
    };
  }

  private static String text(String text) {
    String masked = Excerpt.maskKeys(text);
    return masked.contains("://") ? USER_INFO.matcher(masked).replaceAll("****@") : masked;
  }

  private static String member(Map.Entry<?, ?> entry) {
    return SECRET_NAME.matcher(String.valueOf(entry.getKey())).matches()
        ? "****"
        : of(entry.getValue());
  }

  private static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1000.0);
  }
}

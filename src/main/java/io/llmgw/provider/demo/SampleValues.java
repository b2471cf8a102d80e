package io.llmgw.provider.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Plain values that keep the limits of a JSON Schema. */
final class SampleValues {
  private static final int MAX_LENGTH = 1_000;

  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("date", "2025-01-31"),
          Map.entry("date-time", "2025-01-31T12:00:00Z"),
          Map.entry("time", "12:00:00Z"),
          Map.entry("duration", "PT1M"),
          Map.entry("email", "demo@example.org"),
          Map.entry("hostname", "example.org"),
          Map.entry("ipv4", "192.0.2.1"),
          Map.entry("ipv6", "2001:db8::1"),
          Map.entry("uri", "https://example.org/"),
          Map.entry("uuid", "00000000-0000-4000-8000-000000000000"));

  private SampleValues() {}

  /** The format's example, or a word made of the member's name, fitted into the length. */
  static String string(JsonNode schema, String name) {
    String format = FORMATS.get(schema.path("format").asString(""));
    if (format != null) {
      return format;
    }
    String word = name.isEmpty() ? "demo" : "demo " + name;
    int least = Math.clamp(schema.path("minLength").asInt(0), 0, MAX_LENGTH);
    int most = Math.clamp(schema.path("maxLength").asInt(MAX_LENGTH), least, MAX_LENGTH);
    String padded = word + "x".repeat(Math.max(0, least - length(word)));
    return length(padded) <= most
        ? padded
        : padded.substring(0, padded.offsetByCodePoints(0, most));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** 1 where that is allowed, else the nearest the limits and {@code multipleOf} allow. */
  static double number(JsonNode schema, boolean whole) {
    double above = bound(schema, "exclusiveMinimum", Double.NEGATIVE_INFINITY);
    double below = bound(schema, "exclusiveMaximum", Double.POSITIVE_INFINITY);
    double low =
        Math.max(
            bound(schema, "minimum", Double.NEGATIVE_INFINITY),
            whole ? Math.floor(above) + 1 : Math.nextUp(above));
    double high =
        Math.min(
            bound(schema, "maximum", Double.POSITIVE_INFINITY),
            whole ? Math.ceil(below) - 1 : Math.nextDown(below));
    double step = bound(schema, "multipleOf", whole ? 1 : 0);
    return onStep(Math.max(low, Math.min(1, high)), high, step);
  }

  private static double onStep(double value, double high, double step) {
    if (step <= 0) {
      return value;
    }
    double up = Math.ceil(value / step) * step;
    return up <= high ? up : Math.floor(high / step) * step;
  }

  private static double bound(JsonNode schema, String keyword, double standard) {
    JsonNode bound = schema.path(keyword);
    double value = bound.isNumber() ? bound.asDouble(standard) : standard;
    return Double.isFinite(value) ? value : standard;
  }
}

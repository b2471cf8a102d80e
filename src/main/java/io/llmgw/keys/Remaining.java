package io.llmgw.keys;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an allowance in the minute that runs.
 *
 * @param model the one it is about alone; null for all
 * @param requests null without such a limit
 * @param tokens null without such a limit
 * @param reset when the minute is over
 */
record Remaining(
    @Nullable String model,
    Allowance allowance,
    @Nullable Long requests,
    @Nullable Long tokens,
    Duration reset) {

  /** What the name of a header cannot hold. */
  private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9._-]");

  static Remaining of(
      @Nullable String model,
      Allowance allowance,
      long requests,
      long tokens,
      long start,
      long now) {
    return new Remaining(
        model,
        allowance,
        left(allowance.requests(), requests),
        left(allowance.tokens(), tokens),
        Duration.ofMillis(start + Limits.WINDOW.toMillis() - now));
  }

  private static @Nullable Long left(@Nullable Long limit, long used) {
    return limit == null ? null : Math.max(0, limit - used);
  }

  /** OpenAI's headers, which its clients read. */
  List<Map.Entry<String, String>> headers() {
    List<Map.Entry<String, String>> headers = new ArrayList<>(6);
    addRequests(headers);
    addTokens(headers);
    return headers;
  }

  private void addRequests(List<Map.Entry<String, String>> headers) {
    if (allowance.requests() != null && requests != null) {
      headers.add(Map.entry("x-ratelimit-limit-requests", allowance.requests().toString()));
      headers.add(Map.entry("x-ratelimit-remaining-requests", requests.toString()));
      headers.add(Map.entry("x-ratelimit-reset-requests", seconds()));
    }
  }

  private void addTokens(List<Map.Entry<String, String>> headers) {
    if (allowance.tokens() != null && tokens != null) {
      headers.add(Map.entry("x-ratelimit-limit-tokens", allowance.tokens().toString()));
      headers.add(Map.entry("x-ratelimit-remaining-tokens", tokens.toString()));
      headers.add(Map.entry("x-ratelimit-reset-tokens", seconds()));
    }
  }

  private String seconds() {
    return Math.max(0, reset.plusMillis(999).toSeconds()) + "s";
  }

  /** The tightest of several for each unit. */
  static List<Map.Entry<String, String>> headers(List<Remaining> all) {
    Remaining requests = null;
    Remaining tokens = null;
    for (Remaining each : all) {
      if (each.requests != null && (requests == null || each.requests < least(requests.requests))) {
        requests = each;
      }
      if (each.tokens != null && (tokens == null || each.tokens < least(tokens.tokens))) {
        tokens = each;
      }
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>(8);
    if (requests != null) {
      requests.addRequests(headers);
    }
    if (tokens != null) {
      tokens.addTokens(headers);
    }
    all.forEach(each -> each.addOfModel(headers));
    return headers;
  }

  /** LiteLLM's headers about one model. */
  private void addOfModel(List<Map.Entry<String, String>> headers) {
    if (model != null) {
      String name = NO_TOKEN.matcher(model).replaceAll("_");
      if (requests != null) {
        headers.add(Map.entry("x-litellm-key-remaining-requests-" + name, requests.toString()));
      }
      if (tokens != null) {
        headers.add(Map.entry("x-litellm-key-remaining-tokens-" + name, tokens.toString()));
      }
    }
  }

  private static long least(@Nullable Long value) {
    return value == null ? Long.MAX_VALUE : value;
  }
}

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
    String seconds = Math.max(0, reset.plusMillis(999).toSeconds()) + "s";
    add(headers, "requests", allowance.requests(), requests, seconds);
    add(headers, "tokens", allowance.tokens(), tokens, seconds);
    return headers;
  }

  private static void add(
      List<Map.Entry<String, String>> headers,
      String unit,
      @Nullable Long limit,
      @Nullable Long left,
      String reset) {
    if (limit != null && left != null) {
      headers.add(Map.entry("x-ratelimit-limit-" + unit, limit.toString()));
      headers.add(Map.entry("x-ratelimit-remaining-" + unit, left.toString()));
      headers.add(Map.entry("x-ratelimit-reset-" + unit, reset));
    }
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
    List<Map.Entry<String, String>> headers = new ArrayList<>(6);
    if (requests != null) {
      headers.addAll(requests.only("-requests"));
    }
    if (tokens != null) {
      headers.addAll(tokens.only("-tokens"));
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

  private List<Map.Entry<String, String>> only(String unit) {
    return headers().stream().filter(header -> header.getKey().endsWith(unit)).toList();
  }
}

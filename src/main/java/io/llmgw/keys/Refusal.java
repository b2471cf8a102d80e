package io.llmgw.keys;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request may not be served now.
 *
 * @param type {@code requests}, {@code tokens} or {@code max_parallel_requests}, as LiteLLM says
 * @param hopeless whether waiting does not help
 */
record Refusal(
    String message, String type, Duration pause, Remaining remaining, long now, boolean hopeless) {
  // nobody knows when a request in flight ends
  private static final Duration PARALLEL_PAUSE = Duration.ofSeconds(1);

  /** Null when the request fits. */
  static @Nullable Refusal of(
      Limits.Scope scope, Limits.@Nullable Counter counter, long tokens, long now) {
    Allowance allowed = scope.allowance();
    boolean over = counter == null || counter.over(now);
    long start = counter == null || over ? now : counter.start;
    long usedRequests = counter == null || over ? 0 : counter.requests;
    long usedTokens = counter == null || over ? 0 : counter.tokens;
    long parallel = counter == null ? 0 : counter.parallel;
    Duration rest = Duration.ofMillis(start + Limits.WINDOW.toMillis() - now);
    Remaining left = Remaining.of(scope.model(), allowed, usedRequests, usedTokens, start, now);
    if (allowed.requests() != null && usedRequests >= allowed.requests()) {
      String what =
          "%s may send %d requests per minute".formatted(scope.shown(), allowed.requests());
      return refused(what, "requests", rest, left, now, allowed.requests() == 0);
    }
    if (allowed.parallel() != null && parallel >= allowed.parallel()) {
      String what =
          "%s may have %d requests in flight".formatted(scope.shown(), allowed.parallel());
      boolean never = allowed.parallel() == 0;
      return refused(what, "max_parallel_requests", PARALLEL_PAUSE, left, now, never);
    }
    if (allowed.tokens() != null
        && (usedTokens >= allowed.tokens() || usedTokens + tokens > allowed.tokens())) {
      String what =
          "%s may use %d tokens per minute, %d are left, and this request has about %d"
              .formatted(
                  scope.shown(),
                  allowed.tokens(),
                  Math.max(0, allowed.tokens() - usedTokens),
                  tokens);
      boolean never = tokens > allowed.tokens() || allowed.tokens() == 0;
      return refused(what, "tokens", rest, left, now, never);
    }
    return null;
  }

  private static Refusal refused(
      String what, String type, Duration pause, Remaining left, long now, boolean hopeless) {
    String rest =
        hopeless
            ? ", so it is never served."
            : "; try again in " + Math.max(1, pause.plusMillis(999).toSeconds()) + " s.";
    return new Refusal(what + rest, type, pause, left, now, hopeless);
  }

  GatewayException exception() {
    List<Map.Entry<String, String>> headers = new ArrayList<>(remaining.headers());
    headers.add(Map.entry("rate_limit_type", type));
    headers.add(Map.entry("reset_at", Instant.ofEpochMilli(now).plus(pause).toString()));
    return new GatewayException(
        hopeless ? ErrorKind.QUOTA : ErrorKind.RATE_LIMIT,
        message,
        new ErrorDetail(429, "rate_limit_error", null, null, hopeless ? null : pause, headers));
  }
}

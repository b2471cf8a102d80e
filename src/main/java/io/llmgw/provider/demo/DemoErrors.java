package io.llmgw.provider.demo;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failures the demo can play, in the words real providers use. */
final class DemoErrors {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final String BAD_REQUEST = "invalid_request_error";
  private static final String SERVER = "server_error";

  private record Fault(
      ErrorKind kind, int status, String type, @Nullable String code, String says) {

    /** Nobody should look for the cause of a failure that was ordered. */
    GatewayException exception() {
      Duration wait = kind == ErrorKind.RATE_LIMIT ? RETRY_AFTER : null;
      return new GatewayException(
          kind,
          says + " (Made up by the demo model, because it was asked for an error.)",
          new ErrorDetail(status, type, code, null, wait));
    }
  }

  private static final Map<String, Fault> FAULTS =
      Map.of(
          "500",
          new Fault(ErrorKind.UPSTREAM, 500, SERVER, null, "The server had an error."),
          "401",
          new Fault(
              ErrorKind.AUTHENTICATION,
              401,
              BAD_REQUEST,
              "invalid_api_key",
              "Incorrect API key provided."),
          "404",
          new Fault(
              ErrorKind.NOT_FOUND,
              404,
              BAD_REQUEST,
              "model_not_found",
              "The model does not exist or you do not have access to it."),
          "429",
          new Fault(
              ErrorKind.RATE_LIMIT,
              429,
              "rate_limit_error",
              "rate_limit_exceeded",
              "Rate limit reached, try again in 2 s."),
          "quota",
          new Fault(
              ErrorKind.QUOTA,
              429,
              "insufficient_quota",
              "insufficient_quota",
              "You exceeded your current quota."),
          "context",
          new Fault(
              ErrorKind.CONTEXT_LENGTH,
              400,
              BAD_REQUEST,
              "context_length_exceeded",
              "This model's maximum context length is 8192 tokens; your messages are longer."),
          "filter",
          new Fault(
              ErrorKind.CONTENT_FILTER,
              400,
              BAD_REQUEST,
              "content_filter",
              "The prompt was refused by the content filter."));

  private DemoErrors() {}

  /** What an upstream sends in the middle of a stream when it fails. */
  static GatewayException midStream() {
    return new Fault(ErrorKind.UPSTREAM, 0, SERVER, null, "The upstream stopped in mid-answer.")
        .exception();
  }

  /** The failure of that name or HTTP status; empty when there is none. */
  static Optional<GatewayException> named(String name) {
    Fault known = FAULTS.get(name);
    if (known != null) {
      return Optional.of(known.exception());
    }
    return name.matches("[45]\\d\\d")
        ? Optional.of(ofStatus(Integer.parseInt(name)).exception())
        : Optional.empty();
  }

  private static Fault ofStatus(int status) {
    String type = status >= 500 ? SERVER : BAD_REQUEST;
    return new Fault(
        ErrorKind.ofStatus(status), status, type, null, "The request failed with " + status + ".");
  }
}

package io.llmgw.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one family of failures that reaches clients. The message is written for the person who reads
 * it in a chat bubble or a terminal: no library names, no secrets.
 */
public class GatewayException extends RuntimeException {
  private final ErrorKind kind;
  private final ErrorDetail detail;

  public GatewayException(ErrorKind kind, String message) {
    this(kind, message, ErrorDetail.NONE, null);
  }

  public GatewayException(ErrorKind kind, String message, ErrorDetail detail) {
    this(kind, message, detail, null);
  }

  public GatewayException(
      ErrorKind kind, String message, ErrorDetail detail, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.detail = detail;
  }

  public ErrorKind kind() {
    return kind;
  }

  public ErrorDetail detail() {
    return detail;
  }

  /** The same failure with what else the upstream's answer said. */
  public GatewayException withHeaders(List<Map.Entry<String, String>> headers) {
    ErrorDetail more =
        new ErrorDetail(
            detail.status(),
            detail.type(),
            detail.code(),
            detail.param(),
            detail.retryAfter(),
            headers);
    return new GatewayException(kind, text(), more, getCause());
  }

  /** The HTTP status to answer with: the provider's own where it had one, else the kind's. */
  public int status() {
    return detail.status() > 0 ? detail.status() : kind.status();
  }

  /** How long the provider, or a limiter, asked to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(detail.retryAfter());
  }

  /** The message; never null, unlike {@link #getMessage()} of other exceptions. */
  public String text() {
    return String.valueOf(getMessage());
  }
}

package io.llmgw.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a failure beyond its kind and message.
 *
 * @param status the HTTP status of the upstream, 0 when there was none
 * @param type the upstream's {@code error.type}
 * @param code the upstream's {@code error.code}, as text
 * @param param the request field the error is about
 * @param retryAfter how long to wait before another try
 */
public record ErrorDetail(
    int status,
    @Nullable String type,
    @Nullable String code,
    @Nullable String param,
    @Nullable Duration retryAfter) {

  public static final ErrorDetail NONE = new ErrorDetail(0, null, null, null, null);

  /** A detail that only names the request field at fault. */
  public static ErrorDetail ofParam(String param) {
    return new ErrorDetail(0, null, null, param, null);
  }

  public static ErrorDetail ofCode(String code) {
    return new ErrorDetail(0, null, code, null, null);
  }

  public ErrorDetail withRetryAfter(Duration wait) {
    return new ErrorDetail(status, type, code, param, wait);
  }
}

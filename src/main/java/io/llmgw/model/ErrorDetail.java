package io.llmgw.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a failure beyond its kind and message.
 *
 * @param status the HTTP status of the upstream, 0 when there was none
 * @param type the upstream's {@code error.type}
 * @param code the upstream's {@code error.code}, as text
 * @param param the request field the error is about
 * @param retryAfter how long to wait before another try
 * @param headers what else the upstream's answer said that a client may use, such as its rate
 *     limits; names in lower case
 */
public record ErrorDetail(
    int status,
    @Nullable String type,
    @Nullable String code,
    @Nullable String param,
    @Nullable Duration retryAfter,
    List<Map.Entry<String, String>> headers) {

  public static final ErrorDetail NONE = new ErrorDetail(0, null, null, null, null);

  public ErrorDetail {
    headers = List.copyOf(headers);
  }

  /** A detail without headers. */
  public ErrorDetail(
      int status,
      @Nullable String type,
      @Nullable String code,
      @Nullable String param,
      @Nullable Duration retryAfter) {
    this(status, type, code, param, retryAfter, List.of());
  }

  /** A detail that only names the request field at fault. */
  public static ErrorDetail ofParam(String param) {
    return new ErrorDetail(0, null, null, param, null);
  }

  public static ErrorDetail ofCode(String code) {
    return new ErrorDetail(0, null, code, null, null);
  }

  public ErrorDetail withRetryAfter(Duration wait) {
    return new ErrorDetail(status, type, code, param, wait, headers);
  }
}

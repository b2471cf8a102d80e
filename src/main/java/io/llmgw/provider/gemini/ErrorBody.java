package io.llmgw.provider.gemini;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.VendorWords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an upstream's error: Google's object, the same in an array, a web page, nothing at all.
 *
 * @see <a href="https://google.aip.dev/193">errors</a>
 */
final class ErrorBody {
  private static final String ADDRESS = "api_base";

  private final String vendor;
  private final Collection<String> secrets;

  /** Reads errors of that vendor, whose texts may quote those secrets. */
  ErrorBody(String vendor, Collection<String> secrets) {
    this.vendor = vendor;
    this.secrets = secrets;
  }

  /** Whether a document sent with status 200 is an error all the same. */
  static boolean isError(JsonNode document) {
    return document.path("error").isObject() || document.path(0).path("error").isObject();
  }

  /**
   * The failure an answer stands for.
   *
   * @param status 0 inside a stream
   */
  GatewayException of(int status, String body, @Nullable Duration retryAfter) {
    String text = body.strip();
    JsonNode tree = VendorWords.document(text);
    return tree == null
        ? failure(
            ErrorKind.ofStatus(status),
            status,
            VendorWords.plain(vendor, status, text, ADDRESS),
            null,
            retryAfter)
        : of(status, tree, retryAfter);
  }

  /** The failure that an error inside a stream stands for. */
  GatewayException of(int status, JsonNode document, @Nullable Duration retryAfter) {
    JsonNode root = document.isArray() ? document.path(0) : document;
    JsonNode error = root.path("error");
    int known = status > 0 ? status : error.path("code").asInt(0);
    String message = error.isString() ? error.asString() : error.path("message").asString("");
    Duration wait = retryAfter != null ? retryAfter : retryDelay(error);
    return failure(
        kind(known, message.toLowerCase(Locale.ROOT), error),
        known,
        message.isBlank() ? VendorWords.plain(vendor, status, "", ADDRESS) : message,
        error,
        wait);
  }

  private GatewayException failure(
      ErrorKind kind,
      int status,
      String message,
      @Nullable JsonNode error,
      @Nullable Duration retryAfter) {
    String text = VendorWords.shortened(VendorWords.withoutSecrets(message, secrets));
    if (kind == ErrorKind.AUTHENTICATION || kind == ErrorKind.PERMISSION) {
      text = "The provider " + vendor + " refused the gateway's key: " + text;
    }
    int known = status >= 400 && status < 600 ? status : 0;
    // a refused key comes as a bad request, which it is not for whoever reads the answer
    int client = kind == ErrorKind.AUTHENTICATION ? kind.status() : known;
    return new GatewayException(
        kind, text, new ErrorDetail(client, null, code(kind, error), field(error), retryAfter));
  }

  /** The type is the dialect's to tell; Google's word for it is the code, if there is no better. */
  private static @Nullable String code(ErrorKind kind, @Nullable JsonNode error) {
    if (kind == ErrorKind.CONTEXT_LENGTH) {
      return "context_length_exceeded";
    }
    String reason = reason(error);
    return reason != null || error == null ? reason : text(error.path("status"));
  }

  private static ErrorKind kind(int status, String words, JsonNode error) {
    String reason = String.valueOf(reason(error));
    if (reason.startsWith("API_KEY_") || words.contains("api key not valid")) {
      return reason.endsWith("_BLOCKED") ? ErrorKind.PERMISSION : ErrorKind.AUTHENTICATION;
    }
    boolean tooLong =
        words.contains("exceeds the maximum number of tokens")
            || (words.contains("input token count") && words.contains("exceed"));
    if (status == 400 && tooLong) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    if (status == 429 && spent(words, error)) {
      return ErrorKind.QUOTA;
    }
    // a failure inside a stream that does not say which
    return status < 400 ? ErrorKind.UPSTREAM : ErrorKind.ofStatus(status);
  }

  /** Whether it is the day's quota, or money, that is used up, not the minute's share. */
  private static boolean spent(String words, JsonNode error) {
    boolean day = false;
    boolean minute = false;
    for (JsonNode detail : error.path("details")) {
      for (JsonNode violation : detail.path("violations")) {
        day |= violation.path("quotaId").asString("").contains("PerDay");
        minute |= violation.path("quotaId").asString("").contains("PerMinute");
      }
    }
    return (day && !minute) || words.contains("credits are depleted");
  }

  /** Google's own name of the fault. */
  private static @Nullable String reason(@Nullable JsonNode error) {
    if (error != null) {
      for (JsonNode detail : error.path("details")) {
        String reason = text(detail.path("reason"));
        if (reason != null) {
          return reason;
        }
      }
    }
    return null;
  }

  private static @Nullable String field(@Nullable JsonNode error) {
    if (error != null) {
      for (JsonNode detail : error.path("details")) {
        String field = text(detail.path("fieldViolations").path(0).path("field"));
        if (field != null) {
          return field;
        }
      }
    }
    return null;
  }

  /** The wait that a detail asks for, such as {@code 34.4s}. */
  private static @Nullable Duration retryDelay(JsonNode error) {
    for (JsonNode detail : error.path("details")) {
      String delay = detail.path("retryDelay").asString("");
      if (delay.matches("\\d{1,9}(\\.\\d{1,9})?s")) {
        BigDecimal seconds = new BigDecimal(delay.substring(0, delay.length() - 1));
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.asString("");
    return text.isEmpty() ? null : text;
  }
}

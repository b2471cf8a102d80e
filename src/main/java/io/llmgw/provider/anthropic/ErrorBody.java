package io.llmgw.provider.anthropic;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.VendorWords;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an upstream's error: Anthropic's object, what others behind its protocol send, a web page,
 * nothing at all.
 *
 * @see <a href="https://docs.claude.com/en/api/errors">errors</a>
 */
final class ErrorBody {
  private static final String ADDRESS = "api_base";
  private static final int OVERLOADED = 529;

  private final String vendor;
  private final Collection<String> secrets;

  /** Reads errors of that vendor, whose texts may quote those secrets. */
  ErrorBody(String vendor, Collection<String> secrets) {
    this.vendor = vendor;
    this.secrets = secrets;
  }

  /** The failure an answer of that status stands for; 0 for one inside a stream. */
  GatewayException of(
      int status, String body, @Nullable String requestId, @Nullable Duration retryAfter) {
    String text = VendorWords.withoutSecrets(body.strip(), secrets);
    JsonNode tree = object(text);
    if (tree == null) {
      return failure(
          status, VendorWords.plain(vendor, status, text, ADDRESS), null, requestId, retryAfter);
    }
    JsonNode error = tree.path("error");
    JsonNode detail = error.isObject() ? error : tree;
    String message = error.isString() ? error.asString() : detail.path("message").asString("");
    String id = tree.path("request_id").asString(requestId);
    String type = error.isObject() ? detail.path("type").asString(null) : null;
    return failure(
        status,
        message.isBlank() ? VendorWords.plain(vendor, status, "", ADDRESS) : message,
        type,
        id,
        retryAfter);
  }

  private GatewayException failure(
      int status,
      String message,
      @Nullable String type,
      @Nullable String requestId,
      @Nullable Duration retryAfter) {
    ErrorKind kind = kind(status, message.toLowerCase(Locale.ROOT), type == null ? "" : type);
    String text = VendorWords.shortened(message);
    if (kind == ErrorKind.AUTHENTICATION || kind == ErrorKind.PERMISSION) {
      text = "The provider " + vendor + " refused the gateway's key: " + text;
    } else if (kind.retryable() && requestId != null) {
      // by which the provider's support finds what went wrong
      text = text + " (request " + requestId + ")";
    }
    String code = kind == ErrorKind.CONTEXT_LENGTH ? "context_length_exceeded" : null;
    return new GatewayException(
        kind, text, new ErrorDetail(clientStatus(status), type, code, null, retryAfter));
  }

  private static int clientStatus(int status) {
    if (status == OVERLOADED) {
      return ErrorKind.UNAVAILABLE.status();
    }
    return status >= 400 && status < 600 ? status : 0;
  }

  private static ErrorKind kind(int status, String words, String type) {
    if (words.contains("prompt is too long")
        || words.contains("exceed context limit")
        || words.contains("context window")) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    if (type.equals("billing_error") || words.contains("credit balance is too low")) {
      return ErrorKind.QUOTA;
    }
    return status >= 400 ? ErrorKind.ofStatus(status) : named(type);
  }

  /** An error inside a stream has no status, only a name. */
  private static ErrorKind named(String type) {
    return switch (type) {
      case "invalid_request_error" -> ErrorKind.INVALID_REQUEST;
      case "authentication_error" -> ErrorKind.AUTHENTICATION;
      case "permission_error" -> ErrorKind.PERMISSION;
      case "not_found_error" -> ErrorKind.NOT_FOUND;
      case "request_too_large" -> ErrorKind.TOO_LARGE;
      case "rate_limit_error" -> ErrorKind.RATE_LIMIT;
      case "timeout_error" -> ErrorKind.TIMEOUT;
      case "overloaded_error" -> ErrorKind.UNAVAILABLE;
      default -> ErrorKind.UPSTREAM;
    };
  }

  private static @Nullable JsonNode object(String text) {
    JsonNode document = VendorWords.document(text);
    return document == null || document.isArray() ? null : document;
  }
}

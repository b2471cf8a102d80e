package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.VendorWords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an upstream's error, in whatever of the many shapes it comes: OpenAI's object, a bare
 * string, {@code detail}, {@code message}, an array around it, a web page, nothing at all.
 */
final class ErrorBody {
  private static final String ADDRESS = "api_base";

  private ErrorBody() {}

  /** Whether a document sent with status 200 is an error all the same. */
  static boolean isError(JsonObjectIndex document) {
    int error = document.find("error");
    if (document.isSet(error) && !document.isEmpty(error) && !document.textEquals(error, "")) {
      return true;
    }
    return document.textEquals(document.find("object"), "error")
        || (!document.has("choices")
            && !document.has("data")
            && (document.type(document.find("message")) == '"' || document.has("detail")));
  }

  /** The failure that answer stands for; the status is 400 or more. */
  static GatewayException of(
      String provider, int status, byte[] body, @Nullable Duration retryAfter) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    JsonNode tree = VendorWords.document(text);
    if (tree == null) {
      return failure(
          provider,
          status,
          VendorWords.plain(provider, status, text, ADDRESS),
          null,
          null,
          null,
          retryAfter);
    }
    return of(provider, status, tree, retryAfter);
  }

  /** The failure a JSON error says, in a body or in an event of a stream. */
  static GatewayException of(
      String provider, int status, JsonNode tree, @Nullable Duration retryAfter) {
    JsonNode root = tree.isArray() && !tree.isEmpty() ? tree.get(0) : tree;
    JsonNode error = root.path("error");
    JsonNode detail = error.isObject() ? error : root;
    String message = message(root, error, detail);
    return failure(
        provider,
        status > 0 ? status : status(detail.path("code"), detail.path("status")),
        (message != null && !message.isBlank()
                ? message
                : VendorWords.plain(provider, status, "", ADDRESS))
            + filtered(detail),
        type(detail),
        code(detail),
        text(detail.path("param")),
        retryAfter);
  }

  /** An event's own type says no more than that it is an error. */
  private static @Nullable String type(JsonNode detail) {
    String type = text(detail.path("type"));
    return "error".equals(type) ? null : type;
  }

  /**
   * Azure says in several ways, and sometimes only in the inner error, that its content filter
   * refused.
   */
  private static @Nullable String code(JsonNode detail) {
    String code = text(detail.path("code"));
    if (code != null && code.startsWith("content_")) {
      return code;
    }
    String inner = text(detail.path("innererror").path("code"));
    boolean filtered = "ResponsibleAIPolicyViolation".equals(inner) || "contentFilter".equals(code);
    return filtered ? "content_filter" : code;
  }

  /** What Azure's filter found, which its message leaves out; empty for any other error. */
  private static String filtered(JsonNode detail) {
    List<String> found = new ArrayList<>();
    for (var category : detail.at("/innererror/content_filter_result").properties()) {
      if (category.getValue().path("filtered").asBoolean(false)) {
        String severity = text(category.getValue().path("severity"));
        found.add(category.getKey() + (severity == null ? "" : " (" + severity + ")"));
      }
    }
    return found.isEmpty() ? "" : " Filtered: " + String.join(", ", found) + ".";
  }

  private static @Nullable String message(JsonNode root, JsonNode error, JsonNode detail) {
    if (error.isString()) {
      return error.asString();
    }
    // OpenRouter wraps what the provider behind it said
    String raw = text(detail.path("metadata").path("raw"));
    String message = text(detail.path("message"));
    if (message == null) {
      message = text(root.path("message"));
    }
    if (message == null && root.has("detail")) {
      JsonNode reason = root.get("detail");
      message = reason.isString() ? reason.asString() : reason.toString();
    }
    return raw != null && message != null ? message + ": " + raw : message;
  }

  private static GatewayException failure(
      String provider,
      int status,
      String message,
      @Nullable String type,
      @Nullable String code,
      @Nullable String param,
      @Nullable Duration retryAfter) {
    ErrorKind kind = kind(status, message, type, code);
    String text =
        kind == ErrorKind.AUTHENTICATION || kind == ErrorKind.PERMISSION
            ? "The provider " + provider + " refused the gateway's key: " + message
            : message;
    int known = status >= 400 && status < 600 ? status : 0;
    return new GatewayException(
        kind,
        VendorWords.shortened(text),
        new ErrorDetail(clientStatus(known, kind), type, code, param, retryAfter));
  }

  private static int clientStatus(int status, ErrorKind kind) {
    // Anthropic's own way to say overloaded
    if (status == 529) {
      return ErrorKind.UNAVAILABLE.status();
    }
    // Google's way to refuse a key
    return kind == ErrorKind.AUTHENTICATION && status == 400 ? kind.status() : status;
  }

  private static ErrorKind kind(
      int status, String message, @Nullable String type, @Nullable String code) {
    String codes = (code + " " + type).toLowerCase(Locale.ROOT);
    String words = message.toLowerCase(Locale.ROOT);
    if (codes.contains("context_length")
        || codes.contains("exceed_context_size")
        || words.contains("maximum context length")
        || words.contains("prompt is too long")) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    if (codes.contains("content_filter")
        || codes.contains("content_policy")
        || codes.contains("responsibleaipolicyviolation")) {
      return ErrorKind.CONTENT_FILTER;
    }
    if (codes.contains("insufficient_quota") || codes.contains("credit_balance")) {
      return ErrorKind.QUOTA;
    }
    if (status == 400
        && (words.contains("api key not valid") || codes.contains("api_key_invalid"))) {
      return ErrorKind.AUTHENTICATION;
    }
    if (codes.contains("model_not_found") || codes.contains("deploymentnotfound")) {
      return ErrorKind.NOT_FOUND;
    }
    return status >= 400 ? ErrorKind.ofStatus(status) : named(codes);
  }

  /** An error inside a stream has no status, only names. */
  private static ErrorKind named(String codes) {
    if (codes.contains("rate_limit")) {
      return ErrorKind.RATE_LIMIT;
    }
    if (codes.contains("overloaded") || codes.contains("unavailable")) {
      return ErrorKind.UNAVAILABLE;
    }
    return codes.contains("invalid_request") || codes.contains("invalid_prompt")
        ? ErrorKind.INVALID_REQUEST
        : ErrorKind.UPSTREAM;
  }

  private static int status(JsonNode... candidates) {
    for (JsonNode candidate : candidates) {
      // Azure writes the number as text
      String text = text(candidate);
      if (text != null && text.matches("[45]\\d\\d")) {
        return Integer.parseInt(text);
      }
    }
    return 0;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() || node.isNumber() ? node.asString() : null;
  }
}

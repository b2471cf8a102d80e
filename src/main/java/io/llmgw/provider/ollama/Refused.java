package io.llmgw.provider.ollama;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Failures of an Ollama server, and of requests it cannot serve. */
final class Refused {
  private static final int LONGEST_TEXT = 500;

  private Refused() {}

  /** A request with a field that Ollama has no words for; {@code what} follows its name. */
  static GatewayException field(String field, String what) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, "'" + field + "' " + what + ".", ErrorDetail.ofParam(field));
  }

  /** The failure an answer of that status stands for. */
  static GatewayException of(String model, int status, byte[] body, @Nullable Duration retryAfter) {
    return of(model, status, text(new String(body, StandardCharsets.UTF_8)), retryAfter);
  }

  /** The failure a message stands for; status 0 in mid-stream. */
  static GatewayException of(
      String model, int status, String message, @Nullable Duration retryAfter) {
    String lower = message.toLowerCase(Locale.ROOT);
    boolean missing = lower.contains("not found") && lower.contains("model");
    String text =
        missing
            ? "Ollama does not have the model '" + model + "'. Fetch it with: ollama pull " + model
            : "Ollama: " + (message.isEmpty() ? "status " + status : message);
    ErrorKind kind = kind(status, lower, missing);
    return new GatewayException(
        kind, text, new ErrorDetail(status, null, code(kind), null, retryAfter));
  }

  /** By OpenAI's names, which clients look for. */
  private static @Nullable String code(ErrorKind kind) {
    return switch (kind) {
      case CONTEXT_LENGTH -> "context_length_exceeded";
      case NOT_FOUND -> "model_not_found";
      case INVALID_REQUEST,
          CONTENT_FILTER,
          AUTHENTICATION,
          PERMISSION,
          TIMEOUT,
          TOO_LARGE,
          UNPROCESSABLE,
          RATE_LIMIT,
          QUOTA,
          BUDGET,
          UPSTREAM,
          NETWORK,
          UNAVAILABLE,
          CANCELLED,
          INTERNAL ->
          null;
    };
  }

  private static ErrorKind kind(int status, String message, boolean missing) {
    if (missing) {
      return ErrorKind.NOT_FOUND;
    }
    if (message.contains("context length") || message.contains("exceeds context")) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    return status == 0 ? ErrorKind.UPSTREAM : ErrorKind.ofStatus(status);
  }

  private static String text(String body) {
    try {
      String text = message(Json.MAPPER.readTree(body).path("error"));
      return text.isEmpty() ? plain(body) : text;
    } catch (JacksonException _) {
      // a page of something in between
      return plain(body);
    }
  }

  /** What an {@code error} says: a text with Ollama, an object with what imitates it. */
  static String message(JsonNode error) {
    String text = error.path("message").asString(error.asString(""));
    return text.isEmpty() && error.isContainer() ? error.toString() : text;
  }

  private static String plain(String body) {
    String text = body.replaceAll("(?s)<(script|style).*?</\\1>|<[^>]*>", " ");
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
  }
}

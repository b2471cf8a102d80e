package io.llmgw.provider.bedrock;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.VendorWords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an error of Bedrock: a message, and the exception's name in a header, in the document, or
 * in a frame of a stream.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html">errors
 *     of all operations</a>
 */
final class ErrorBody {
  /** The setting that holds where requests go. */
  static final String ADDRESS = "aws_bedrock_runtime_endpoint";

  private static final List<String> TOO_LONG =
      List.of(
          "input is too long",
          "prompt is too long",
          "too many input tokens",
          "exceeds the model's maximum",
          "maximum context length",
          "exceed context limit",
          "exceeds the context window",
          "input length and `max_tokens` exceed");

  private final String vendor;
  private final Collection<String> secrets;

  /** Reads errors of that vendor, whose texts may quote those secrets. */
  ErrorBody(String vendor, Collection<String> secrets) {
    this.vendor = vendor;
    this.secrets = secrets;
  }

  /**
   * The failure an answer stands for.
   *
   * @param header its {@code x-amzn-errortype}, null for none
   */
  GatewayException of(
      int status, @Nullable String header, String body, @Nullable Duration retryAfter) {
    String text = body.strip();
    JsonNode tree = object(text);
    String type = bare(header != null ? header : type(tree));
    String message =
        tree == null ? VendorWords.plain(vendor, status, text, ADDRESS) : message(tree);
    return failure(
        status,
        type,
        message.isBlank() ? VendorWords.plain(vendor, status, type, ADDRESS) : message,
        retryAfter);
  }

  /** The failure that a frame stands for which is no event. */
  GatewayException of(Frame frame) {
    String text = new String(frame.payload(), StandardCharsets.UTF_8).strip();
    JsonNode tree = object(text);
    String type = bare(frame.header(":exception-type") + frame.header(":error-code"));
    String message = tree == null ? text : message(tree);
    if (message.isBlank()) {
      message = frame.header(":error-message");
    }
    return failure(
        0, type, message.isBlank() ? VendorWords.plain(vendor, 0, type, ADDRESS) : message, null);
  }

  private GatewayException failure(
      int status, String type, String message, @Nullable Duration retryAfter) {
    ErrorKind kind = kind(status, type, message.toLowerCase(Locale.ROOT));
    String text = VendorWords.shortened(VendorWords.withoutSecrets(message, secrets));
    if (kind == ErrorKind.AUTHENTICATION || kind == ErrorKind.PERMISSION) {
      text = "The provider " + vendor + " refused the gateway's key: " + text;
    }
    // a key that is refused comes with the status of one that may not do this
    int client = kind == ErrorKind.AUTHENTICATION ? kind.status() : status(status, type);
    String code = kind == ErrorKind.CONTEXT_LENGTH ? "context_length_exceeded" : null;
    return new GatewayException(
        kind, text, new ErrorDetail(client, type.isEmpty() ? null : type, code, null, retryAfter));
  }

  private static ErrorKind kind(int status, String type, String words) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "validationexception", "conflictexception" -> invalid(words);
      case "throttlingexception", "toomanyrequestsexception", "modelnotreadyexception" ->
          words.contains("tokens per day") ? ErrorKind.QUOTA : ErrorKind.RATE_LIMIT;
      case "servicequotaexceededexception" -> ErrorKind.QUOTA;
      case "accessdeniedexception", "optinrequired" ->
          // a key of Bedrock's own that is wrong or too old
          words.contains("authentication failed") || words.contains("token has expired")
              ? ErrorKind.AUTHENTICATION
              : ErrorKind.PERMISSION;
      case "unrecognizedclientexception",
          "invalidsignatureexception",
          "signaturedoesnotmatch",
          "incompletesignatureexception",
          "missingauthenticationtokenexception",
          "invalidclienttokenid",
          "expiredtokenexception",
          "expiredtoken",
          "requestexpired" ->
          ErrorKind.AUTHENTICATION;
      case "resourcenotfoundexception" -> ErrorKind.NOT_FOUND;
      case "modeltimeoutexception" -> ErrorKind.TIMEOUT;
      case "serviceunavailableexception", "serviceunavailable" -> ErrorKind.UNAVAILABLE;
      case "modelerrorexception",
          "modelstreamerrorexception",
          "internalserverexception",
          "internalfailure" ->
          ErrorKind.UPSTREAM;
      default -> {
        if (status == 400) {
          yield invalid(words);
        }
        yield status == 424 || status < 400 ? ErrorKind.UPSTREAM : ErrorKind.ofStatus(status);
      }
    };
  }

  private static ErrorKind invalid(String words) {
    if (TOO_LONG.stream().anyMatch(words::contains)) {
      return ErrorKind.CONTEXT_LENGTH;
    }
    if (words.contains("model identifier is invalid")) {
      return ErrorKind.NOT_FOUND;
    }
    return words.contains("content filtering policy")
        ? ErrorKind.CONTENT_FILTER
        : ErrorKind.INVALID_REQUEST;
  }

  /** The status of an exception, which inside a stream has lost it. */
  private static int status(int status, String type) {
    if (status >= 400) {
      return status;
    }
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "validationexception" -> 400;
      case "throttlingexception" -> 429;
      case "modeltimeoutexception" -> 408;
      case "modelstreamerrorexception", "modelerrorexception" -> 424;
      case "internalserverexception" -> 500;
      case "serviceunavailableexception" -> 503;
      default -> 0;
    };
  }

  private static String type(@Nullable JsonNode tree) {
    if (tree == null) {
      return "";
    }
    String own = tree.path("__type").asString("");
    return own.isEmpty() ? tree.path("Output").path("__type").asString("") : own;
  }

  /** The name alone, without the service before and the address behind it. */
  private static String bare(String type) {
    String name = type.substring(type.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return (colon < 0 ? name : name.substring(0, colon)).strip();
  }

  private static String message(JsonNode tree) {
    for (String name : new String[] {"message", "Message", "originalMessage"}) {
      String message = tree.path(name).asString("");
      if (!message.isBlank()) {
        String original = tree.path("originalMessage").asString("");
        return original.isBlank() || message.contains(original)
            ? message
            : message + ": " + original;
      }
    }
    return "";
  }

  private static @Nullable JsonNode object(String text) {
    JsonNode document = VendorWords.document(text);
    return document == null || document.isArray() ? null : document;
  }
}

package io.llmgw.server.anthropic;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.ErrorShape;
import io.llmgw.server.Exchange;
import io.llmgw.server.RetryHeaders;
import tools.jackson.databind.node.ObjectNode;

/**
 * Errors as Anthropic's clients read them.
 *
 * @see <a href="https://docs.claude.com/en/api/errors">errors</a>
 */
public final class AnthropicErrors implements ErrorShape {
  private static final int OVERLOADED = 529;

  @Override
  public void write(Exchange exchange, GatewayException error) {
    RetryHeaders.put(exchange, error);
    exchange.respond(status(error), "application/json", Payload.of(json(error)));
  }

  /** The status the dialect has for it: a provider that is overloaded has one of its own here. */
  static int status(GatewayException error) {
    return error.status() == 503 ? OVERLOADED : error.status();
  }

  /** The error object, which is also what an event in mid-stream carries. */
  static byte[] json(GatewayException error) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("type", "error");
    body.putObject("error").put("type", type(error)).put("message", message(error));
    return Json.MAPPER.writeValueAsBytes(body);
  }

  /** Claude Code compacts its conversation when an error begins like Anthropic's. */
  private static String message(GatewayException error) {
    boolean tooLong = error.kind() == ErrorKind.CONTEXT_LENGTH;
    return tooLong && !error.text().startsWith("prompt is too long")
        ? "prompt is too long: " + error.text()
        : error.text();
  }

  private static String type(GatewayException error) {
    if (error.status() == 402) {
      return "billing_error";
    }
    return switch (error.kind()) {
      case INVALID_REQUEST, CONTEXT_LENGTH, CONTENT_FILTER, UNPROCESSABLE ->
          "invalid_request_error";
      case TOO_LARGE -> "request_too_large";
      case AUTHENTICATION -> "authentication_error";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case TIMEOUT -> "timeout_error";
      case RATE_LIMIT, BUDGET, QUOTA -> "rate_limit_error";
      case UNAVAILABLE -> "overloaded_error";
      case UPSTREAM, NETWORK, CANCELLED, INTERNAL -> "api_error";
    };
  }
}

package io.llmgw.server.openai;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.ErrorShape;
import io.llmgw.server.Exchange;
import io.llmgw.server.RetryHeaders;
import tools.jackson.databind.node.ObjectNode;

/**
 * Errors as OpenAI's clients read them. {@code code} is the provider's own code where there is one,
 * else the status as text, as LiteLLM has it.
 */
public final class OpenAiErrors implements ErrorShape {

  @Override
  public void write(Exchange exchange, GatewayException error) {
    RetryHeaders.put(exchange, error);
    exchange.respond(error.status(), "application/json", Payload.of(json(error)));
  }

  /** The error object, which is also what an event in mid-stream carries. */
  static byte[] json(GatewayException error) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ObjectNode inner = body.putObject("error");
    inner.put("message", error.text());
    String type = error.detail().type();
    inner.put("type", type != null ? type : type(error.kind()));
    inner.put("param", error.detail().param());
    String code = error.detail().code();
    inner.put("code", code != null ? code : Integer.toString(error.status()));
    return Json.MAPPER.writeValueAsBytes(body);
  }

  private static String type(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, CONTEXT_LENGTH, CONTENT_FILTER, TOO_LARGE, UNPROCESSABLE ->
          "invalid_request_error";
      case AUTHENTICATION -> "auth_error";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case TIMEOUT -> "timeout_error";
      case RATE_LIMIT -> "rate_limit_error";
      case QUOTA -> "insufficient_quota";
      case BUDGET -> "budget_exceeded";
      case UPSTREAM, NETWORK -> "upstream_error";
      case UNAVAILABLE -> "service_unavailable_error";
      case CANCELLED -> "client_closed_request";
      case INTERNAL -> "internal_server_error";
    };
  }
}

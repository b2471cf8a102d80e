package io.llmgw.server.responses;

import io.llmgw.model.GatewayException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Failures in the midst of an answer. */
final class Failures {
  private Failures() {}

  /** The upstream's own code, else the API's word. */
  static String code(GatewayException failure) {
    String own = failure.detail().code();
    if (own != null) {
      return own;
    }
    return switch (failure.kind()) {
      case RATE_LIMIT -> "rate_limit_exceeded";
      case QUOTA, BUDGET -> "insufficient_quota";
      case CONTEXT_LENGTH -> "context_length_exceeded";
      case CONTENT_FILTER -> "content_filter";
      case INVALID_REQUEST, UNPROCESSABLE, TOO_LARGE -> "invalid_prompt";
      case AUTHENTICATION,
          PERMISSION,
          NOT_FOUND,
          TIMEOUT,
          UPSTREAM,
          NETWORK,
          UNAVAILABLE,
          CANCELLED,
          INTERNAL ->
          "server_error";
    };
  }

  /** The data of an error event; said twice, since some clients look for it inside. */
  static ObjectNode event(GatewayException failure) {
    ObjectNode data = error(failure);
    ObjectNode inner = error(failure);
    String type = failure.detail().type();
    data.set("error", inner.put("type", type == null ? "server_error" : type));
    return data;
  }

  private static ObjectNode error(GatewayException failure) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", code(failure))
        .put("message", failure.text())
        .put("param", failure.detail().param());
  }
}

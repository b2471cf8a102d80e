package io.llmgw.server.responses;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;

/** The failures of those who ask for an answer that is not here. */
final class Unknown {
  private static final int NOT_FOUND = 404;

  private Unknown() {}

  /** Not of the kind that says something about a deployment, which it does not. */
  static GatewayException previous(String id) {
    return failure(
        "Previous response with id '%s' not found: the gateway has forgotten it, or never had it. "
                .formatted(id)
            + "Send the whole conversation as input.",
        "previous_response_not_found",
        "previous_response_id");
  }

  static GatewayException response(String id) {
    return failure(
        "Response with id '%s' not found. The gateway keeps the responses it makes for an hour, "
                .formatted(id)
            + "and none that an upstream keeps itself.",
        "response_not_found",
        "response_id");
  }

  private static GatewayException failure(String message, String code, String param) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        message,
        new ErrorDetail(NOT_FOUND, "invalid_request_error", code, param, null));
  }
}

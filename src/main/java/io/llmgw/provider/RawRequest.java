package io.llmgw.provider;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.util.Map;

/**
 * A client's request as it came.
 *
 * @param model the name the client asked for, which its answer has to carry
 * @param stream whether the client wants a stream
 * @param usageWanted whether the client asked for the usage chunk of a stream
 * @param headers the headers that belong to the protocol, such as {@code anthropic-beta}; names in
 *     lower case
 */
public record RawRequest(
    Operation operation,
    JsonObjectIndex body,
    String model,
    boolean stream,
    boolean usageWanted,
    Map<String, String> headers) {
  public RawRequest {
    headers = Map.copyOf(headers);
  }

  /** The failure of a request whose body turns out to be no JSON where an adapter looks into it. */
  public static GatewayException unreadable(JsonSyntaxException broken) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST,
        "The request's body cannot be read: " + broken.getMessage() + ".",
        ErrorDetail.NONE,
        broken);
  }

  /** A request whose protocol needs no headers. */
  public RawRequest(
      Operation operation,
      JsonObjectIndex body,
      String model,
      boolean stream,
      boolean usageWanted) {
    this(operation, body, model, stream, usageWanted, Map.of());
  }
}

package io.llmgw.provider;

import io.llmgw.json.JsonObjectIndex;
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

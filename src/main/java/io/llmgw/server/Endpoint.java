package io.llmgw.server;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers; a {@link io.llmgw.model.GatewayException} thrown before anything was sent becomes the
   * route's error answer.
   *
   * @param parameter what the path holds where the route has its placeholder, decoded; empty
   *     without one
   */
  void handle(Exchange exchange, String parameter);
}

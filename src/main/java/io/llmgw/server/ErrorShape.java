package io.llmgw.server;

import io.llmgw.model.GatewayException;

/** How a dialect writes an error that happened before its answer began. */
@FunctionalInterface
public interface ErrorShape {
  void write(Exchange exchange, GatewayException error);
}

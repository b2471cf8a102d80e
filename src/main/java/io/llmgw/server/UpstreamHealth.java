package io.llmgw.server;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tells which upstreams are well. Thread-safe. */
@FunctionalInterface
public interface UpstreamHealth {

  /**
   * The fields of the answer to {@code GET /health}, in LiteLLM's words; may block for the checks.
   *
   * @param model only that model's deployments; null for all
   * @param level how far to check: a step of {@code llmgw test}; null for as far as costs nothing
   * @throws io.llmgw.model.GatewayException when there is no such model or level
   */
  ObjectNode report(@Nullable String model, @Nullable String level);
}

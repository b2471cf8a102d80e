package io.llmgw.server.admin;

import tools.jackson.databind.node.ObjectNode;

/**
 * Adds models to a running gateway and takes them away. What is wrong with a request is a {@link
 * io.llmgw.model.GatewayException}; nothing is changed then. Thread-safe.
 */
public interface ModelAdmin {
  /** Where what is added says it comes from. */
  String ORIGIN = "/model/new";

  /**
   * Adds one that is served once this returns.
   *
   * @param request {@code model_name}, {@code litellm_params} and perhaps {@code model_info}
   * @return its id
   */
  String add(ObjectNode request);

  /** Takes one away that was added. */
  void remove(String id);
}

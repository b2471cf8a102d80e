package io.llmgw.provider.openai;

import io.llmgw.config.DeploymentConfig;

/** What the configuration says about a deployment and the Responses API. */
final class ResponsesMode {
  /** LiteLLM's way to say that a model speaks nothing else; not part of its name. */
  private static final String PREFIX = "responses/";

  private ResponsesMode() {}

  /** Whether the model is to be called over that API whatever the client speaks. */
  static boolean only(DeploymentConfig deployment) {
    return "responses".equals(deployment.info().mode()) || deployment.model().startsWith(PREFIX);
  }

  /**
   * Whether clients of that API reach it as they are: {@code supports_responses}, or what is known
   * of the address.
   */
  static boolean offered(DeploymentConfig deployment, Address address) {
    return deployment.info().supports().getOrDefault("responses", address.hasResponses());
  }

  /** The upstream's name of the model. */
  static String model(DeploymentConfig deployment) {
    String model = deployment.model();
    return model.startsWith(PREFIX) ? model.substring(PREFIX.length()) : model;
  }
}

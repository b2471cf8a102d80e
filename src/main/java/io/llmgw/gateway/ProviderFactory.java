package io.llmgw.gateway;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Provider;

/** Makes the provider that serves a deployment. */
@FunctionalInterface
public interface ProviderFactory {
  /**
   * Makes it without calling it.
   *
   * @throws io.llmgw.model.GatewayException when the deployment's settings make no sense, saying
   *     which
   */
  Provider create(DeploymentConfig deployment);
}

package io.llmgw.config;

import java.util.List;

/**
 * One whole configuration, checked and immutable. A reload makes a new one; requests in flight
 * finish on the old one.
 *
 * @param deployments in file order; equal {@code modelName}s form one model group
 */
public record GatewayConfig(
    List<DeploymentConfig> deployments,
    GeneralSettings general,
    RouterSettings router,
    RequestSettings requests) {

  public GatewayConfig {
    deployments = List.copyOf(deployments);
  }
}

package io.llmgw.gateway;

import io.llmgw.config.GatewayConfig;

/**
 * Everything a request is served by; a reload makes a new one, and requests in flight keep theirs.
 */
public record Snapshot(GatewayConfig config, ModelTable models) {

  public static Snapshot of(GatewayConfig config, ProviderFactory factory) {
    return new Snapshot(
        config, new ModelTable(config.deployments(), config.router().aliases(), factory));
  }
}

package io.llmgw.provider.azure;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries of a configuration for tests. */
record TestingDeployment(
    String provider,
    String model,
    @Nullable String base,
    @Nullable String version,
    @Nullable String key,
    Map<String, String> headers,
    AzureIdentity identity) {

  /** One without anything that proves who asks. */
  static TestingDeployment at(String base) {
    return new TestingDeployment(
        "azure", "prod-chat", base, null, null, Map.of(), AzureIdentity.NONE);
  }

  TestingDeployment version(@Nullable String newVersion) {
    return new TestingDeployment(provider, model, base, newVersion, key, headers, identity);
  }

  TestingDeployment key(String newKey) {
    return new TestingDeployment(provider, model, base, version, newKey, headers, identity);
  }

  TestingDeployment model(String newModel) {
    return new TestingDeployment(provider, newModel, base, version, key, headers, identity);
  }

  TestingDeployment provider(String newProvider) {
    return new TestingDeployment(newProvider, model, base, version, key, headers, identity);
  }

  TestingDeployment headers(Map<String, String> newHeaders) {
    return new TestingDeployment(provider, model, base, version, key, newHeaders, identity);
  }

  TestingDeployment token(String token) {
    return identity(new AzureIdentity(new Secret(token), null, null, null, null));
  }

  TestingDeployment application(String tenant, String client, String secret) {
    return identity(new AzureIdentity(null, tenant, client, new Secret(secret), null));
  }

  TestingDeployment client(String client) {
    return identity(new AzureIdentity(null, null, client, null, null));
  }

  TestingDeployment scope(String scope) {
    return identity(
        new AzureIdentity(
            identity.adToken(),
            identity.tenantId(),
            identity.clientId(),
            identity.clientSecret(),
            scope));
  }

  TestingDeployment identity(AzureIdentity newIdentity) {
    return new TestingDeployment(provider, model, base, version, key, headers, newIdentity);
  }

  DeploymentConfig config() {
    return new DeploymentConfig(
        "id-1",
        "our-gpt",
        provider,
        model,
        new Endpoint(
            base, key == null ? null : new Secret(key), version, null, headers, Map.of(), Map.of()),
        identity,
        DeploymentConfig.Limits.DEFAULT,
        DeploymentConfig.Repair.DEFAULT,
        DeploymentConfig.ModelInfo.NONE,
        "llmgw.yaml:7");
  }
}

package io.llmgw.gateway;

import io.llmgw.catalog.ModelMode;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Lazy;
import io.llmgw.provider.Provider;

/**
 * A deployment and its provider, which is made when it is first needed: a vendor may list hundreds
 * of models.
 */
public final class Deployment {
  private final DeploymentConfig config;
  private final Lazy<Provider> provider;

  Deployment(DeploymentConfig config, ProviderFactory factory) {
    this.config = config;
    this.provider = new Lazy<>(() -> factory.create(config));
  }

  public DeploymentConfig config() {
    return config;
  }

  /** What its model does: {@code chat}, {@code embedding}, …, as configured or by its name. */
  public String mode() {
    String mode = config.info().mode();
    if (mode == null) {
      return ModelMode.of(config.realModel());
    }
    // it answers chats, whatever it is asked in
    return mode.equals("responses") ? ModelMode.CHAT : mode;
  }

  public Provider provider() {
    return provider.get();
  }
}

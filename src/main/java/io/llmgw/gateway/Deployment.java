package io.llmgw.gateway;

import io.llmgw.catalog.ModelMode;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A deployment and its provider, which is made when it is first needed: a vendor may list hundreds
 * of models.
 */
public final class Deployment {
  private final DeploymentConfig config;
  private final ProviderFactory factory;
  private volatile @Nullable Provider provider;

  Deployment(DeploymentConfig config, ProviderFactory factory) {
    this.config = config;
    this.factory = factory;
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
    Provider made = provider;
    if (made == null) {
      synchronized (this) {
        made = provider;
        if (made == null) {
          made = factory.create(config);
          provider = made;
        }
      }
    }
    return made;
  }
}

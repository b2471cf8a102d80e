package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.RequestSettings;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Provider;
import io.llmgw.provider.demo.DemoProvider;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.OpenAiProviders;
import java.time.InstantSource;

/** The adapters there are, by vendor. */
final class Providers {
  private final DemoProvider demo = DemoProvider.create();
  private final OpenAiProviders openAi;

  Providers(HttpTransport transport, InstantSource clock) {
    openAi = new OpenAiProviders(transport, clock);
  }

  /** Whether there is an adapter for that vendor. */
  boolean supports(String vendor) {
    return vendor.equals(DemoProvider.MODEL) || openAi.knows(vendor);
  }

  /** The factory for deployments of one configuration. */
  ProviderFactory factory(RequestSettings settings) {
    return deployment -> create(deployment, settings);
  }

  private Provider create(DeploymentConfig deployment, RequestSettings settings) {
    String vendor = deployment.provider();
    if (vendor.equals(DemoProvider.MODEL)) {
      return demo;
    }
    if (openAi.knows(vendor)) {
      return openAi.create(deployment, settings);
    }
    throw new GatewayException(
        ErrorKind.INVALID_REQUEST, "The provider '" + vendor + "' is not supported yet.");
  }
}

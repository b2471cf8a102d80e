package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.RequestSettings;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.anthropic.AnthropicProviders;
import io.llmgw.provider.azure.AzureProviders;
import io.llmgw.provider.demo.DemoProvider;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.OpenAiProviders;
import java.time.InstantSource;
import java.util.Set;

/** The adapters there are, by vendor. */
final class Providers {
  private static final Set<String> AZURE = Set.of("azure", "azure_ai");

  private final DemoProvider demo = DemoProvider.create();
  private final OpenAiProviders openAi;
  private final AnthropicProviders anthropic;
  // kept over reloads, because the identities' tokens live in it
  private final AzureProviders azure;

  Providers(HttpTransport transport, InstantSource clock, Environment environment) {
    openAi = new OpenAiProviders(transport, clock);
    anthropic = new AnthropicProviders(transport, inlineOnly(), clock);
    azure = new AzureProviders(transport, openAi, clock, environment::variable);
  }

  /** Whether there is an adapter for that vendor. */
  boolean supports(String vendor) {
    return vendor.equals(DemoProvider.MODEL)
        || vendor.equals(AnthropicProviders.VENDOR)
        || openAi.knows(vendor);
  }

  /** Until files are loaded here, the client has to send them along. */
  private static MediaLoader inlineOnly() {
    return (file, field, _) -> {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "'"
              + field
              + "': the provider cannot read a file at this address; send it inline as base64, or"
              + " as a public https URL.",
          ErrorDetail.ofParam(field));
    };
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
    if (vendor.equals(AnthropicProviders.VENDOR)) {
      return anthropic.create(deployment);
    }
    if (AZURE.contains(vendor)) {
      return azure.create(deployment, settings);
    }
    if (openAi.knows(vendor)) {
      return openAi.create(deployment, settings);
    }
    throw new GatewayException(
        ErrorKind.INVALID_REQUEST, "The provider '" + vendor + "' is not supported yet.");
  }
}

package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.ImageFetch;
import io.llmgw.config.RequestSettings;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.anthropic.AnthropicProviders;
import io.llmgw.provider.azure.AzureProviders;
import io.llmgw.provider.bedrock.BedrockProviders;
import io.llmgw.provider.demo.DemoProvider;
import io.llmgw.provider.gemini.GeminiProviders;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RemoteMedia;
import io.llmgw.provider.ollama.OllamaProviders;
import io.llmgw.provider.openai.OpenAiProviders;
import java.time.InstantSource;
import java.util.Set;

/** The adapters there are, by vendor. */
final class Providers {
  private static final Set<String> AZURE = Set.of("azure", "azure_ai");

  private final DemoProvider demo = DemoProvider.create();
  private final OpenAiProviders openAi;
  private final AnthropicProviders anthropic;
  private final OllamaProviders ollama;
  // kept over reloads too, for the tokens of Vertex AI
  private final GeminiProviders gemini;
  private final BedrockProviders bedrock;
  // kept over reloads, because the identities' tokens live in it
  private final AzureProviders azure;
  private volatile RemoteMedia media = media(ImageFetch.DEFAULT);

  Providers(HttpTransport transport, InstantSource clock, Environment environment) {
    openAi = new OpenAiProviders(transport, clock);
    // the limits are those of the configuration in force
    MediaLoader files = (file, field, call) -> media.load(file, field, call);
    anthropic = new AnthropicProviders(transport, files, clock);
    ollama = new OllamaProviders(transport, files, clock);
    gemini = new GeminiProviders(transport, files, clock, environment::variable);
    bedrock = new BedrockProviders(transport, files, clock, environment::variable);
    azure = new AzureProviders(transport, openAi, clock, environment::variable);
  }

  /** Whether there is an adapter for that vendor. */
  boolean supports(String vendor) {
    return vendor.equals(DemoProvider.MODEL)
        || vendor.equals(AnthropicProviders.VENDOR)
        || vendor.equals(GeminiProviders.VERTEX)
        || vendor.equals(BedrockProviders.VENDOR)
        || openAi.knows(vendor);
  }

  /** The factory for deployments of one configuration. */
  ProviderFactory factory(RequestSettings settings) {
    media = media(settings.imageFetch());
    return deployment -> create(deployment, settings);
  }

  private static RemoteMedia media(ImageFetch limits) {
    return new RemoteMedia(limits.allow(), limits.maxBytes(), limits.timeout());
  }

  private Provider create(DeploymentConfig deployment, RequestSettings settings) {
    String vendor = deployment.provider();
    if (vendor.equals(DemoProvider.MODEL)) {
      return demo;
    }
    if (vendor.equals(AnthropicProviders.VENDOR)) {
      return anthropic.create(deployment);
    }
    if (OllamaProviders.serves(deployment)) {
      return ollama.create(deployment);
    }
    if (GeminiProviders.serves(deployment)) {
      return gemini.create(deployment);
    }
    if (vendor.equals(BedrockProviders.VENDOR)) {
      return bedrock.create(deployment);
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

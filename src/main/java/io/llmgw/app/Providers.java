package io.llmgw.app;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.Environment;
import io.llmgw.config.ImageFetch;
import io.llmgw.config.RequestSettings;
import io.llmgw.gateway.ProviderFactory;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Lazy;
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

  private final Lazy<DemoProvider> demo = new Lazy<>(DemoProvider::create);
  private final Lazy<OpenAiProviders> openAi;
  private final Lazy<AnthropicProviders> anthropic;
  private final Lazy<OllamaProviders> ollama;
  // kept over reloads too, for the tokens of Vertex AI
  private final Lazy<GeminiProviders> gemini;
  // and this one for the keys that containers are lent
  private final Lazy<BedrockProviders> bedrock;
  // kept over reloads, because the identities' tokens live in it
  private final Lazy<AzureProviders> azure;
  private volatile RemoteMedia media = media(ImageFetch.DEFAULT);

  Providers(HttpTransport transport, InstantSource clock, Environment environment) {
    openAi = new Lazy<>(() -> new OpenAiProviders(transport, clock));
    // the limits are those of the configuration in force
    MediaLoader files = (file, field, call) -> media.load(file, field, call);
    anthropic = new Lazy<>(() -> new AnthropicProviders(transport, files, clock));
    ollama = new Lazy<>(() -> new OllamaProviders(transport, files, clock));
    gemini = new Lazy<>(() -> new GeminiProviders(transport, files, clock, environment::variable));
    bedrock =
        new Lazy<>(() -> new BedrockProviders(transport, files, clock, environment::variable));
    azure =
        new Lazy<>(() -> new AzureProviders(transport, openAi.get(), clock, environment::variable));
  }

  /** Whether there is an adapter for that vendor. */
  boolean supports(String vendor) {
    return vendor.equals(DemoProvider.MODEL)
        || vendor.equals(AnthropicProviders.VENDOR)
        || vendor.equals(GeminiProviders.VERTEX)
        || vendor.equals(BedrockProviders.VENDOR)
        || openAi.get().knows(vendor);
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
      return demo.get();
    }
    if (vendor.equals(AnthropicProviders.VENDOR)) {
      return anthropic.get().create(deployment);
    }
    if (OllamaProviders.serves(deployment)) {
      return ollama.get().create(deployment);
    }
    if (GeminiProviders.serves(deployment)) {
      return gemini.get().create(deployment);
    }
    if (vendor.equals(BedrockProviders.VENDOR)) {
      return bedrock.get().create(deployment);
    }
    if (AZURE.contains(vendor)) {
      return azure.get().create(deployment, settings);
    }
    if (openAi.get().knows(vendor)) {
      return openAi.get().create(deployment, settings);
    }
    throw new GatewayException(
        ErrorKind.INVALID_REQUEST, "The provider '" + vendor + "' is not supported yet.");
  }
}

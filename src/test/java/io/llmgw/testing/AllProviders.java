package io.llmgw.testing;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.RequestSettings;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Call;
import io.llmgw.provider.MediaLoader;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.anthropic.AnthropicProviders;
import io.llmgw.provider.bedrock.BedrockProviders;
import io.llmgw.provider.gemini.GeminiProviders;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.ollama.OllamaProviders;
import io.llmgw.provider.openai.OpenAiProviders;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One provider of every adapter, and of every kind of model that is told things in another way. By
 * default they are at an address where nobody listens, for tests that only want to see what would
 * be sent. Thread-safe.
 */
public final class AllProviders implements AutoCloseable {
  private static final MediaLoader AS_IT_IS = (file, _, _) -> file;

  private static final List<String> BEDROCK =
      List.of(
          "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
          "amazon.nova-pro-v1:0",
          "mistral.mistral-large-2407-v1:0",
          "meta.llama3-3-70b-instruct-v1:0");

  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  private final Map<String, Provider> providers = new LinkedHashMap<>();

  public AllProviders() {
    this("http://127.0.0.1:1");
  }

  /** Makes them for upstreams that are all at that address. */
  public AllProviders(String url) {
    RequestSettings settings = new TestingConfig().build().requests();
    InstantSource clock = InstantSource.system();
    OpenAiProviders openAi = new OpenAiProviders(transport, clock);
    for (String model : new String[] {"gpt-4o", "gpt-5.1"}) {
      add(openAi.create(entry("openai", model, null, url + "/v1"), settings), "openai", model);
      add(
          openAi.create(entry("openai", model, "responses", url + "/v1"), settings),
          "responses",
          model);
    }
    for (String vendor : new String[] {"mistral", "deepseek", "openrouter"}) {
      add(openAi.create(entry(vendor, "m", null, url + "/v1"), settings), vendor, "m");
    }
    AnthropicProviders anthropic = new AnthropicProviders(transport, AS_IT_IS, clock);
    for (String model : new String[] {"claude-3-5-haiku", "claude-sonnet-4-5", "claude-opus-5"}) {
      add(anthropic.create(entry("anthropic", model, null, url)), "anthropic", model);
    }
    GeminiProviders gemini = new GeminiProviders(transport, AS_IT_IS, clock, _ -> null);
    for (String model : new String[] {"gemini-2.5-flash", "gemini-3.1-pro", "gemma-3-27b-it"}) {
      add(gemini.create(entry("gemini", model, null, url)), "gemini", model);
    }
    BedrockProviders bedrock =
        new BedrockProviders(transport, AS_IT_IS, clock, Map.of("AWS_REGION", "us-east-1")::get);
    for (String model : BEDROCK) {
      add(bedrock.create(entry("bedrock", model, null, url)), "bedrock", model);
    }
    OllamaProviders ollama = new OllamaProviders(transport, AS_IT_IS, clock);
    add(ollama.create(entry("ollama", "llama3.2", null, url)), "ollama", "llama3.2");
  }

  private static DeploymentConfig entry(
      String vendor, String model, @Nullable String mode, String url) {
    ModelInfo info = new ModelInfo(mode, null, null, null, Map.of(), Map.of());
    return TestingConfig.upstream("m", vendor, model, url, info);
  }

  private void add(Provider provider, String adapter, String model) {
    providers.put(adapter + " " + model, provider);
  }

  /** Each by its adapter and model, such as {@code ollama llama3.2}. */
  public Map<String, Provider> byName() {
    return Map.copyOf(providers);
  }

  /** What each of them would send for a request. */
  public Map<String, JsonNode> encode(ChatRequest request, boolean dropParams) {
    Map<String, JsonNode> bodies = new LinkedHashMap<>();
    providers.forEach((name, provider) ->
        bodies.put(name, provider.preview(request, call(new Fidelity(dropParams))).body()));
    return bodies;
  }

  public static Call call(Fidelity fidelity) {
    return new Call("test", new Cancellation(), TimeLimits.NONE, fidelity);
  }

  @Override
  public void close() {
    transport.close();
  }
}

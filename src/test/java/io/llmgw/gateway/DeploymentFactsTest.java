package io.llmgw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.catalog.Capability;
import io.llmgw.catalog.Meter;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.catalog.ModelFacts;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.model.Usage;
import io.llmgw.testing.TestingConfig;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentFactsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  private final DeploymentFacts facts = new DeploymentFacts(ModelCatalog.load(null));

  private ModelFacts of(String vendor, String model, ModelInfo info) {
    return of(vendor, model, "https://upstream.example/v1", info);
  }

  private ModelFacts of(String vendor, String model, @Nullable String address, ModelInfo info) {
    return facts.of(TestingConfig.upstream("mine", vendor, model, address, info));
  }

  private static ModelInfo prices(Map<String, Object> figures) {
    return new ModelInfo(null, null, null, null, Map.of(), figures);
  }

  @Test
  void looksAnAzureDeploymentUpByItsRealModel() {
    ModelInfo info = new ModelInfo(null, "gpt-5.4", null, null, Map.of(), Map.of());

    ModelFacts known = of("azure", "prod-chat", info);

    assertThat(known.name()).isEqualTo("gpt-5.4");
    assertThat(known.vendor()).isEqualTo("azure");
    assertThat(known.price(DAY).of(Meter.INPUT)).isEqualByComparingTo("2.5");
    assertThat(known.contextTokens()).isEqualTo(1_050_000);
  }

  @Test
  void knowsNothingOfADeploymentWhoseModelNobodyNames() {
    ModelFacts known = of("azure", "prod-chat", ModelInfo.NONE);

    assertThat(known.name()).isEqualTo("prod-chat");
    assertThat(known.prices()).isEmpty();
    assertThat(known.contextTokens()).isNull();
    assertThat(known.capabilities()).isEmpty();
    assertThat(known.mode()).isEqualTo("chat");
    assertThat(known.asOf()).isNull();
  }

  @Test
  void takesWhatTheConfigurationSaysOverTheCatalogue() {
    ModelInfo info =
        new ModelInfo(
            "responses",
            null,
            1_000L,
            50L,
            Map.of("vision", false, "audio_input", true, "streaming", true),
            Map.of("input_cost_per_token", 1e-6, "output_cost_per_token", 2.5e-6));

    ModelFacts known = of("openai", "gpt-4o", info);

    assertThat(known.mode()).isEqualTo("chat");
    assertThat(known.contextTokens()).isEqualTo(1_000);
    assertThat(known.maxOutputTokens()).isEqualTo(50);
    assertThat(known.capabilities())
        .contains(Capability.AUDIO, Capability.TOOLS)
        .doesNotContain(Capability.VISION);
    assertThat(known.price(DAY).of(Meter.INPUT)).isEqualByComparingTo("1");
    assertThat(known.price(DAY).of(Meter.OUTPUT)).isEqualByComparingTo("2.5");
    assertThat(known.price(DAY).of(Meter.CACHED)).isEqualByComparingTo("1.25");
    assertThat(known.source()).isEqualTo("llmgw.yaml:1");
  }

  @Test
  void meansAConfiguredPriceForPromptsOfEveryLength() {
    ModelInfo flat = prices(Map.of("input_cost_per_token", 1e-6));
    ModelInfo tiered =
        prices(
            Map.of(
                "input_cost_per_token", 1e-6,
                "input_cost_per_token_above_128k_tokens", 3e-6));
    ModelInfo cached = prices(Map.of("cache_read_input_token_cost", 1e-7));

    assertThat(of("openai", "gpt-5.4", flat).price(DAY, 500_000).of(Meter.INPUT))
        .isEqualByComparingTo("1");
    assertThat(of("openai", "gpt-5.4", tiered).price(DAY, 128_000).of(Meter.INPUT))
        .isEqualByComparingTo("1");
    assertThat(of("openai", "gpt-5.4", tiered).price(DAY, 128_001).of(Meter.INPUT))
        .isEqualByComparingTo("3");
    assertThat(of("openai", "gpt-5.4", cached).price(DAY, 500_000).of(Meter.INPUT))
        .isEqualByComparingTo("5");
  }

  @Test
  void takesNothingForAModelThatIsFree() {
    ModelInfo free = prices(Map.of("input_cost_per_token", 0, "output_cost_per_token", 0));
    Usage usage = new Usage(1_000, 1_000, 500, 100, 100);

    assertThat(of("openai", "gpt-4o", free).cost(usage, DAY)).isZero();
    assertThat(of("hosted_vllm", "qwen3", free).cost(usage, DAY)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ollama, http://localhost:11434, true",
    "ollama, http://127.0.0.1:11434, true",
    "lm_studio, http://[::1]:1234/v1, true",
    "ollama, , true",
    "demo, , true",
    "ollama, https://ollama.com, false",
    "hosted_vllm, http://gpu.example:8000/v1, false",
    "ollama, 'not an address', false",
    "openai, http://localhost:8000/v1, false",
  })
  void callsAServerOfThisMachineFree(String vendor, @Nullable String address, boolean free) {
    var cost = of(vendor, "llama9", address, ModelInfo.NONE).cost(Usage.of(10, 10), DAY);

    if (free) {
      assertThat(cost).isZero();
    } else {
      assertThat(cost).isNull();
    }
  }

  @Test
  void keepsTheDeploymentsOwnName() {
    DeploymentConfig deployment =
        TestingConfig.upstream("mine", "openai", "gpt-4o-2024-08-06", null, ModelInfo.NONE);

    assertThat(facts.of(deployment).name()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(facts.of(deployment).source()).startsWith("https://");
  }
}

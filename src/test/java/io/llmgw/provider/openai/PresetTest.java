package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {
  private final Map<String, Preset> presets = Preset.load();

  private Preset preset(String name) {
    return Objects.requireNonNull(presets.get(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "openai,https://api.openai.com/v1",
    "groq,https://api.groq.com/openai/v1",
    "mistral,https://api.mistral.ai/v1",
    "deepseek,https://api.deepseek.com",
    "openrouter,https://openrouter.ai/api/v1",
    "xai,https://api.x.ai/v1",
    "together_ai,https://api.together.xyz/v1",
    "fireworks_ai,https://api.fireworks.ai/inference/v1",
    "perplexity,https://api.perplexity.ai",
    "cohere,https://api.cohere.ai/compatibility/v1",
    "lemonfox,https://api.lemonfox.ai/v1",
    "moonshot,https://api.moonshot.ai/v1",
    "cerebras,https://api.cerebras.ai/v1",
    "gemini,https://generativelanguage.googleapis.com/v1beta/openai",
    "ollama,http://127.0.0.1:11434/v1",
    "lm_studio,http://127.0.0.1:1234/v1",
    "localai,http://127.0.0.1:8080/v1",
    "vllm,http://127.0.0.1:8000/v1"
  })
  void knowsWhereVendorsAre(String vendor, String base) {
    assertThat(preset(vendor).base()).isEqualTo(base);
  }

  @Test
  void addressesAreWhole() {
    presets
        .values()
        .forEach(preset -> {
          if (preset.base() != null) {
            URI base = URI.create(preset.base());
            assertThat(base.getHost()).as(preset.name()).isNotBlank();
            assertThat(preset.base()).doesNotEndWith("/");
            assertThat(base.getScheme())
                .isEqualTo(base.getHost().equals("127.0.0.1") ? "http" : "https");
          }
        });
    assertThat(presets.values())
        .filteredOn(preset -> preset.base() == null)
        .extracting(Preset::name)
        .containsOnly("azure");
  }

  @ParameterizedTest
  @CsvSource({"azure_ai,azure", "hosted_vllm,vllm", "ollama_chat,ollama", "together,together_ai"})
  void knowsOtherNames(String alias, String name) {
    assertThat(preset(alias)).isSameAs(preset(name));
  }

  @Test
  void onlyOpenAisOwnAndProxiesKnowTheDeveloperRole() {
    assertThat(presets.values())
        .filteredOn(Preset::developer)
        .extracting(Preset::name)
        .containsOnly("openai", "azure", "litellm_proxy");
  }

  @Test
  void knowsWhoRefusesStreamOptions() {
    assertThat(presets.values())
        .filteredOn(preset -> !preset.streamOptions())
        .extracting(Preset::name)
        .containsOnly("mistral", "perplexity", "lemonfox");
  }

  @Test
  void knowsWhoWantsReasoningBack() {
    assertThat(presets.values())
        .filteredOn(Preset::echoReasoning)
        .extracting(Preset::name)
        .containsOnly("deepseek", "moonshot");
  }

  /** Case 59: only where it is known to be, and not wherever OpenAI's protocol is spoken. */
  @ParameterizedTest
  @CsvSource({
    "openai,https://api.openai.com/v1,true",
    "openai,https://eu.API.openai.com/v1,true",
    "openai,http://127.0.0.1:8000/v1,false",
    "openai,https://notapi.openai.com.example/v1,false",
    "groq,https://api.groq.com/openai/v1,false"
  })
  void knowsWhereTheResponsesApiIs(String vendor, String address, boolean there) {
    assertThat(preset(vendor).hasResponses(address)).isEqualTo(there);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "ollama,-,http://127.0.0.1:11434/v1",
        "ollama,'  ',http://127.0.0.1:11434/v1",
        "ollama,http://box:11434,http://box:11434/v1",
        "ollama,http://box:11434/,http://box:11434/v1",
        "ollama,http://box:11434//,http://box:11434/v1",
        "ollama,http://box:11434/v1,http://box:11434/v1",
        "ollama,http://box:11434/v1/,http://box:11434/v1",
        "ollama,' http://box/other ',http://box/other",
        "openai,https://eu.api.openai.com/v1,https://eu.api.openai.com/v1",
        "openai,http://box:9000,http://box:9000",
        "azure,-,-"
      })
  void completesAnAddress(String vendor, @Nullable String configured, @Nullable String address) {
    assertThat(preset(vendor).address(configured)).isEqualTo(address);
  }

  @Test
  void learnsWithoutForgetting() {
    Preset mistral = preset("mistral");

    Preset taught = mistral.dropping("x").renaming("a", "b").withoutStreamOptions();

    assertThat(taught.drop()).containsAll(mistral.drop()).contains("x");
    assertThat(taught.rename()).containsEntry("seed", "random_seed").containsEntry("a", "b");
    assertThat(taught.streamOptions()).isFalse();
    assertThat(preset("groq").withoutStreamOptions().drop()).isEqualTo(preset("groq").drop());
  }
}

package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelListTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  private DeploymentConfig only(String params) {
    List<DeploymentConfig> deployments =
        fixture
            .load("model_list: [{model_name: m, litellm_params: {" + params + "}}]")
            .config()
            .deployments();
    assertThat(deployments).hasSize(1);
    return deployments.getFirst();
  }

  @Nested
  class VendorOfAModel {
    @ParameterizedTest
    @CsvSource({
      "openai/gpt-4o, openai, gpt-4o",
      "openrouter/openai/gpt-4o, openrouter, openai/gpt-4o",
      "azure/dep, azure, dep",
      "azure/o_series/dep, azure, dep",
      "azure/gpt5_series/dep, azure, dep",
      "ollama_chat/llama3.2, ollama, llama3.2",
      "ollama/llama3.2:3b, ollama, llama3.2:3b",
      "vllm/meta-llama/Llama-3, hosted_vllm, meta-llama/Llama-3",
      "bedrock/converse/anthropic.claude, bedrock, converse/anthropic.claude",
      "text-completion-openai/davinci-002, text-completion-openai, davinci-002",
      "gpt-4o-mini, openai, gpt-4o-mini",
      "o3-mini, openai, o3-mini",
      "claude-sonnet-4, anthropic, claude-sonnet-4",
      "gemini-2.5-pro, gemini, gemini-2.5-pro",
      "mistral-large-latest, mistral, mistral-large-latest",
      "grok-4, xai, grok-4",
      "openai/*, openai, *",
      "demo/demo, demo, demo"
    })
    void isItsPrefixOrWhatItsNameGivesAway(String model, String vendor, String name) {
      DeploymentConfig deployment =
          only("model: '" + model + "', api_key: k-0123456789, api_base: 'http://box/v1'");

      assertThat(deployment.provider()).isEqualTo(vendor);
      assertThat(deployment.model()).isEqualTo(name);
    }

    @Test
    void isWhatCustomLlmProviderSays() {
      assertThat(only("model: meta/llama, custom_llm_provider: vllm").model())
          .isEqualTo("meta/llama");
      assertThat(only("model: vllm/llama, custom_llm_provider: hosted_vllm").model())
          .isEqualTo("llama");
      assertThat(only("model: x, custom_llm_provider: vllm").provider()).isEqualTo("hosted_vllm");
    }
  }

  @Nested
  class Keys {
    @Test
    void comeFromTheVendorsVariables() {
      fixture.set("GROQ_API_KEY", "gsk-0123456789").set("GROQ_API_BASE", "https://eu.groq.com/v1");

      DeploymentConfig deployment = only("model: groq/x");

      assertThat(deployment.endpoint().apiKey()).isEqualTo(new Secret("gsk-0123456789"));
      assertThat(deployment.endpoint().apiBase()).isEqualTo("https://eu.groq.com/v1");
      assertThat(deployment.origin()).isEqualTo("llmgw.yaml:1");
    }

    @Test
    void doNotGoElsewhereWithoutAWord() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789");

      assertThat(
              fixture.problems(
                  "model_list: [{model_name: m, params: {model: openai/x, api_base:"
                      + " 'http://box/v1'}}]"))
          .containsExactly(
              "note: llmgw.yaml:1:66: $OPENAI_API_KEY is sent to this address, because the entry"
                  + " has no api_key");
      assertThat(
              only("model: openai/x, api_base: 'http://box/v1', api_key: none").endpoint().apiKey())
          .isEqualTo(new Secret("none"));
    }

    @Test
    void areNotNeededElsewhere() {
      assertThat(only("model: openai/x, api_base: 'http://box/v1'").endpoint().apiKey()).isNull();
    }

    @Test
    void anAzureTokenOfTheEnvironmentStandsInForAKey() {
      fixture
          .set("AZURE_AD_TOKEN", "token-0123456789")
          .set("AZURE_API_BASE", "https://a.azure.com");

      assertThat(only("model: azure/x").azure().adToken())
          .isEqualTo(new Secret("token-0123456789"));
      assertThat(only("model: azure/x, api_key: k-0123456789").azure().adToken()).isNull();
    }
  }

  @Nested
  class Names {
    @Test
    void wildcardsStay() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789");
      DeploymentConfig deployment =
          fixture
              .load(
                  "model_list: [{model_name: 'fo::*:static::*', params: {model:"
                      + " 'openai/a-*:b-*'}}]")
              .config()
              .deployments()
              .getFirst();

      assertThat(deployment.modelName()).isEqualTo("fo::*:static::*");
      assertThat(deployment.model()).isEqualTo("a-*:b-*");
    }

    @Test
    void aStarForEverythingMeansEveryVendorWithAKey() {
      fixture.set("ANTHROPIC_API_KEY", "sk-ant-0123456789").set("GROQ_API_KEY", "gsk-0123456789");

      assertThat(
              fixture
                  .load("model_list: [{model_name: '*', litellm_params: {model: '*'}}]")
                  .config()
                  .deployments())
          .extracting(d -> d.modelName() + " = " + d.provider() + " " + d.model())
          .containsExactly(
              "anthropic/* = anthropic *", "claude-* = anthropic claude-*", "groq/* = groq *");
    }

    @Test
    void aStarForEverythingWithoutAnyKeyIsAWarning() {
      assertThat(fixture.problems("model_list: [{model_name: '*', params: {model: '*'}}]"))
          .contains(
              "warning: llmgw.yaml:1:14: `*` stands for every vendor whose key is set, and none"
                  + " is");
    }

    @Test
    void severalOrganizationsMakeSeveralUpstreams() {
      List<DeploymentConfig> deployments =
          fixture
              .load(
                  "model_list: [{model_name: m, params: {model: openai/x, api_key: k-0123456789,"
                      + " organization: [org-a, org-b]}, model_info: {id: mine}}]")
              .config()
              .deployments();

      assertThat(deployments)
          .extracting(d -> d.id() + " " + d.endpoint().organization())
          .containsExactly("mine org-a", "mine-2 org-b");
    }

    @Test
    void idsStayWhenKeysChange() {
      String before = only("model: openai/x, api_key: k-0123456789").id();

      assertThat(only("model: openai/x, api_key: k-other-6789").id()).isEqualTo(before);
      assertThat(only("model: openai/y, api_key: k-0123456789").id()).isNotEqualTo(before);
    }

    @Test
    void theDefaultModelShouldBeInTheList() {
      assertThat(
              fixture.problems(
                  """
                  model_list: [{model_name: main, params: {model: demo/demo}}]
                  general_settings: {default_model: mian}
                  router_settings: {model_group_alias: {a: none}}
                  """))
          .containsExactly(
              "warning: llmgw.yaml:2:35: The default model `mian` is not in model_list",
              "warning: The alias `a` stands for `none`, which is not in model_list");
    }

    @Test
    void theDefaultModelMayMatchAWildcard() {
      assertThat(
              fixture.problems(
                  """
                  model_list: [{model_name: 'demo/*', params: {model: 'demo/*'}}]
                  general_settings: {default_model: demo/slow}
                  """))
          .isEmpty();
    }
  }

  @Nested
  class AskedFor {
    private LoadedConfig ask(String model) {
      return fixture.load(ConfigRequest.DEFAULT.withModel(model));
    }

    @Test
    void isAddedAndTheDefault() {
      fixture.set("GROQ_API_KEY_1", "gsk-one-456789").set("GROQ_API_KEY_2", "gsk-two-456789");

      LoadedConfig loaded = ask("groq/llama-3.3-70b");

      assertThat(loaded.config().general().defaultModel()).isEqualTo("groq/llama-3.3-70b");
      assertThat(loaded.config().deployments())
          .filteredOn(d -> d.modelName().equals("groq/llama-3.3-70b"))
          .extracting(d -> d.model() + " " + d.endpoint().apiKey())
          .containsExactly("llama-3.3-70b ****6789", "llama-3.3-70b ****6789");
    }

    @Test
    void isAddedToTheFilesModels() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789");
      fixture.write("llmgw.yaml", "model_list: [{model_name: d, params: {model: demo/demo}}]");

      assertThat(ask("gpt-4o").config().deployments())
          .extracting(DeploymentConfig::modelName)
          .containsExactly("d", "gpt-4o");
      assertThat(ask("d").config().deployments()).hasSize(1);
      assertThat(ask("d").config().general().defaultModel()).isEqualTo("d");
    }

    @Test
    void needsAVendor() {
      assertThat(fixture.problems(ConfigRequest.DEFAULT.withModel("llama3")))
          .containsExactly("error: --model: The vendor of the model `llama3` is not known");
      assertThat(fixture.problems(ConfigRequest.DEFAULT.withModel("openai/gpt-4o")))
          .containsExactly("error: --model: `openai` needs a key");
    }
  }
}

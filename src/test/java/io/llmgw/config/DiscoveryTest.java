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

class DiscoveryTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  private List<String> models() {
    return fixture.load().config().deployments().stream()
        .map(d -> d.modelName() + " = " + d.provider() + " " + d.model())
        .filter(line -> !line.startsWith("demo"))
        .toList();
  }

  private DeploymentConfig first() {
    return fixture.load().config().deployments().getFirst();
  }

  @Nested
  class Vendors {
    @ParameterizedTest
    @CsvSource({
      "OPENAI_API_KEY, openai",
      "ANTHROPIC_API_KEY, anthropic",
      "GEMINI_API_KEY, gemini",
      "GOOGLE_API_KEY, gemini",
      "GROQ_API_KEY, groq",
      "MISTRAL_API_KEY, mistral",
      "DEEPSEEK_API_KEY, deepseek",
      "XAI_API_KEY, xai",
      "OPENROUTER_API_KEY, openrouter",
      "TOGETHER_API_KEY, together_ai",
      "TOGETHERAI_API_KEY, together_ai",
      "FIREWORKS_API_KEY, fireworks_ai",
      "FIREWORKS_AI_API_KEY, fireworks_ai",
      "COHERE_API_KEY, cohere",
      "CO_API_KEY, cohere",
      "PERPLEXITY_API_KEY, perplexity",
      "PERPLEXITYAI_API_KEY, perplexity",
      "LEMONFOX_API_KEY, lemonfox"
    })
    void areFoundByTheirKeys(String variable, String vendor) {
      fixture.set(variable, "sk-0123456789");

      assertThat(models()).containsExactly(vendor + "/* = " + vendor + " *");
      assertThat(first().endpoint().apiKey()).isEqualTo(new Secret("sk-0123456789"));
      assertThat(first().origin()).isEqualTo("$" + variable);
    }

    @Test
    void aBlankKeyIsNone() {
      fixture.set("OPENAI_API_KEY", "  ");

      assertThat(models()).isEmpty();
    }

    @Test
    void addressesComeFromTheEnvironmentToo() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789").set("OPENAI_API_BASE", "https://proxy/v1");

      assertThat(first().endpoint().apiBase()).isEqualTo("https://proxy/v1");
      assertThat(fixture.load().warnings()).isEmpty();
    }

    @Test
    void severalKeysMakeAPool() {
      fixture
          .set("GROQ_API_KEY", "gsk-zero")
          .set("GROQ_API_KEY_1", "gsk-one")
          .set("GROQ_API_KEY_2", "gsk-zero")
          .set("GROQ_API_KEY_3", "gsk-three");

      assertThat(fixture.load().config().deployments())
          .filteredOn(d -> d.provider().equals("groq"))
          .extracting(d -> d.endpoint().apiKey())
          .containsExactly(new Secret("gsk-zero"), new Secret("gsk-one"), new Secret("gsk-three"));
    }

    @Test
    void azureNeedsItsAddress() {
      fixture.set("AZURE_API_KEY", "key-0123456789");

      assertThat(models()).isEmpty();
      assertThat(fixture.problems())
          .containsExactly(
              "warning: $AZURE_API_KEY: The key of `azure` is set, but its address is not");
    }

    @Test
    void azureMayNameItsDeployment() {
      fixture
          .set("AZURE_OPENAI_API_KEY", "key-0123456789")
          .set("AZURE_OPENAI_ENDPOINT", "https://my.openai.azure.com/")
          .set("OPENAI_API_VERSION", "2024-10-21");
      assertThat(models()).containsExactly("azure/* = azure *");
      assertThat(first().endpoint().apiVersion()).isEqualTo("2024-10-21");
      assertThat(first().endpoint().apiBase()).isEqualTo("https://my.openai.azure.com/");

      fixture.set("AZURE_OPENAI_DEPLOYMENT", "gpt-prod");
      assertThat(models()).containsExactly("azure/gpt-prod = azure gpt-prod");
    }

    @Test
    void azureWithoutAKeyUsesTheAmbientIdentity() {
      fixture.set("AZURE_API_BASE", "https://my.openai.azure.com/");

      assertThat(models()).containsExactly("azure/* = azure *");
      assertThat(first().endpoint().apiKey()).isNull();
    }

    @Test
    void canBeSwitchedOff() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789").set("ENABLE_OPENAI", "false");

      assertThat(models()).isEmpty();
    }

    @Test
    void aSwitchTakesTrueOrFalse() {
      fixture.set("ENABLE_OPENAI", "perhaps");

      assertThat(fixture.problems())
          .containsExactly(
              "error: $ENABLE_OPENAI: ENABLE_OPENAI takes true or false, not `perhaps`");
    }

    @Test
    void areOfferedWhenTheFileHasNoModelList() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789");

      LoadedConfig loaded = fixture.load("general_settings: {port: 4001}");

      assertThat(loaded.config().deployments())
          .extracting(DeploymentConfig::modelName)
          .containsExactly("openai/*");
      assertThat(loaded.localServers()).isNotEmpty();
    }

    @Test
    void areNotAddedToAModelList() {
      fixture.set("OPENAI_API_KEY", "sk-0123456789");

      LoadedConfig loaded =
          fixture.load("model_list: [{model_name: d, params: {model: demo/demo}}]");

      assertThat(loaded.config().deployments()).hasSize(1);
      assertThat(loaded.localServers()).isEmpty();
    }
  }

  @Nested
  class LocalServers {
    private List<LocalServer> servers() {
      return fixture.load().localServers();
    }

    @Test
    void areLookedForAtTheirUsualAddresses() {
      assertThat(servers())
          .containsExactly(
              new LocalServer("Ollama", "ollama", "http://127.0.0.1:11434", false),
              new LocalServer("LM Studio", "lm_studio", "http://127.0.0.1:1234/v1", false),
              new LocalServer("LocalAI", "localai", "http://127.0.0.1:8080/v1", false),
              new LocalServer("vLLM", "hosted_vllm", "http://127.0.0.1:8000/v1", false),
              new LocalServer("llama.cpp", "llamacpp", "http://127.0.0.1:8080/v1", false),
              new LocalServer("llama.cpp", "llamacpp", "http://127.0.0.1:8081/v1", false));
    }

    @ParameterizedTest
    @CsvSource({
      "0.0.0.0, http://127.0.0.1:11434",
      "0.0.0.0:11500, http://127.0.0.1:11500",
      ":11500, http://127.0.0.1:11500",
      "box, http://box:11434",
      "box:1, http://box:1",
      "http://box:1/, http://box:1",
      "https://ollama.example.com, https://ollama.example.com",
      "[::1], http://[::1]:11434",
      "[::], http://127.0.0.1:11434",
    })
    void ollamaHostHasManyForms(String host, String url) {
      fixture.set("OLLAMA_HOST", host);

      assertThat(servers()).contains(new LocalServer("Ollama", "ollama", url, true));
    }

    @Test
    void anAddressMayEndInV1() {
      fixture
          .set("OLLAMA_BASE_URL", "http://host.docker.internal:11434/v1")
          .set("LOCALAI_BASE_URL", "http://box:8080/");

      assertThat(servers())
          .contains(
              new LocalServer("Ollama", "ollama", "http://host.docker.internal:11434", true),
              new LocalServer("LocalAI", "localai", "http://box:8080/v1", true));
    }

    @Test
    void oneAtTwoPortsIsAtItsAddressAlone() {
      fixture.set("LLAMACPP_API_BASE", "http://box:9");

      assertThat(servers())
          .filteredOn(server -> server.name().equals("llama.cpp"))
          .containsExactly(new LocalServer("llama.cpp", "llamacpp", "http://box:9/v1", true));
    }

    @Test
    void canBeSwitchedOffAndOn() {
      fixture.set("ENABLE_OLLAMA", "0").set("ENABLE_VLLM", "yes");

      assertThat(servers()).extracting(LocalServer::name).doesNotContain("Ollama");
      assertThat(servers())
          .filteredOn(LocalServer::expected)
          .extracting(LocalServer::name)
          .containsExactly("vLLM");
    }
  }
}

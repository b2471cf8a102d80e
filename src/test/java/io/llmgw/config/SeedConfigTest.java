package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that people use elsewhere run as they are. */
class SeedConfigTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  private void setKeys() {
    fixture
        .set("OPENAI_API_KEY", "sk-openai-0123456789")
        .set("ANTHROPIC_API_KEY", "sk-ant-0123456789")
        .set("GROQ_API_KEY", "gsk_0123456789")
        .set("OLLAMA_BASE_URL", "http://host.docker.internal:11434/v1")
        .set("ROUTER_AUTH_TOKEN", "sk-prod-0123456789");
  }

  @Test
  void theRouterConfig() {
    setKeys();

    LoadedConfig loaded = fixture.load(ConfigFixture.resource("router-config.yaml"));

    assertThat(loaded.config().deployments())
        .extracting(d -> d.modelName() + " = " + d.provider() + " " + d.model())
        .containsExactly(
            "fast-reasoning = openai gpt-4o-mini",
            "safety-aligned = anthropic claude-3-5-sonnet-20241022",
            "low-latency = groq llama-3.1-70b-versatile",
            "local-inference = ollama llama3.2");
    assertThat(loaded.config().deployments().getLast().endpoint().apiBase())
        .isEqualTo("http://host.docker.internal:11434/v1");
    assertThat(Objects.requireNonNull(loaded.config().general().masterKey()).reveal())
        .isEqualTo("sk-prod-0123456789");
    assertThat(loaded.config().general().defaultModel()).isEqualTo("fast-reasoning");
    assertThat(loaded.localServers()).isEmpty();
    assertThat(loaded.warnings())
        .extracting(Problem::summary)
        .containsExactly("warning: llmgw.yaml:23:1: `ui` is ignored; llmgw has no use for it");
  }

  @Test
  void theTemplateWithSettingsInNoSection() {
    setKeys();

    LoadedConfig loaded = fixture.load(ConfigFixture.resource("router-template.yaml"));

    assertThat(loaded.config().deployments())
        .extracting(DeploymentConfig::modelName)
        .containsExactly("primary", "alternative", "local");
    assertThat(loaded.config().router().timeout()).hasSeconds(60);
    assertThat(loaded.config().router().streamTimeout()).hasSeconds(60);
    assertThat(loaded.config().router().numRetries()).isEqualTo(3);
    assertThat(loaded.config().general().defaultModel()).isEqualTo("primary");
    assertThat(loaded.warnings())
        .extracting(Problem::summary)
        .containsExactly(
            "warning: llmgw.yaml:18:1: `ui` is ignored; llmgw has no use for it",
            "note: llmgw.yaml:20:1: `request_timeout` is read as"
                + " `litellm_settings.request_timeout`",
            "note: llmgw.yaml:21:1: `max_retries` is read as `litellm_settings.max_retries`");
  }

  @Test
  void theTemplateWithoutAKeySaysWhichVariablesItNeeds() {
    assertThat(fixture.problems(ConfigFixture.resource("router-template.yaml")))
        .filteredOn(line -> line.startsWith("error"))
        .containsExactly(
            "error: llmgw.yaml:6:16: `model_list[0].litellm_params.api_key` needs the variable"
                + " OPENAI_API_KEY, which is not set",
            "error: llmgw.yaml:10:16: `model_list[1].litellm_params.api_key` needs the variable"
                + " ANTHROPIC_API_KEY, which is not set",
            "error: llmgw.yaml:16:15: `general_settings.master_key` needs the variable"
                + " ROUTER_AUTH_TOKEN, which is not set");
  }

  @Test
  void theEnvironmentAlone() {
    fixture.write(".env", ConfigFixture.resource("environment-only.env"));

    LoadedConfig loaded = fixture.load();

    assertThat(loaded.config().deployments())
        .extracting(d -> d.modelName() + " = " + d.provider() + " " + d.model())
        .containsExactly(
            "openai/* = openai *",
            "openai/* = openai *",
            "openai/* = openai *",
            "demo = demo demo",
            "gpt-4-turbo = openai gpt-4-turbo",
            "gpt-4-turbo = openai gpt-4-turbo",
            "gpt-4-turbo = openai gpt-4-turbo");
    assertThat(loaded.config().deployments())
        .filteredOn(d -> d.modelName().equals("gpt-4-turbo"))
        .extracting(d -> Objects.requireNonNull(d.endpoint().apiKey()).reveal())
        .containsExactly(
            "sk-first-key-of-the-pool", "sk-second-key-of-the-pool", "sk-third-key-of-the-pool");
    assertThat(loaded.config().deployments())
        .extracting(DeploymentConfig::id)
        .doesNotHaveDuplicates();
    assertThat(loaded.config().general().defaultModel()).isEqualTo("gpt-4-turbo");
    assertThat(loaded.config().general().maxConcurrentRequests()).isEqualTo(10);
    assertThat(loaded.config().router().timeout()).hasSeconds(60);
    assertThat(loaded.localServers()).extracting(LocalServer::name).doesNotContain("LocalAI");
    assertThat(loaded.localServers())
        .filteredOn(LocalServer::expected)
        .extracting(LocalServer::name)
        .containsExactly("Ollama");
    assertThat(loaded.warnings())
        .extracting(Problem::summary)
        .containsExactlyInAnyOrder(
            "warning: `anthropic` is switched on, but has no key",
            "warning: .env:10: The variable FALLBACK_MODEL is not yet supported and is ignored",
            "warning: .env:15: The variable CACHE_TTL is not yet supported and is ignored",
            "warning: .env:18: The variable MAX_COST_PER_HOUR is not yet supported and is ignored",
            "warning: .env:19: The variable COST_ALERT_THRESHOLD is not yet supported and is"
                + " ignored",
            "warning: .env:22: The variable ENABLE_METRICS is not yet supported and is ignored",
            "warning: .env:23: The variable METRICS_PORT is not yet supported and is ignored");
  }
}

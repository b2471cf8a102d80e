package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.DeploymentConfig.AwsIdentity;
import io.llmgw.config.DeploymentConfig.AzureIdentity;
import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.config.DeploymentConfig.VertexIdentity;
import io.llmgw.config.RouterSettings.Alias;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullMappingTest {
  @TempDir Path folder;
  LoadedConfig loaded;

  @BeforeEach
  void load() {
    loaded = new ConfigFixture(folder).load(ConfigFixture.resource("full.yaml"));
  }

  @Test
  void nothingIsIgnored() {
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void bindsGeneralSettings() {
    assertThat(loaded.config().general())
        .isEqualTo(
            new GeneralSettings(
                "0.0.0.0",
                8443,
                new Secret("sk-master-key-in-file"),
                new Secret("postgresql://llmgw:pw@db.lan/keys"),
                "X-My-Key",
                "gpt",
                "Please try again later.",
                1_572_864,
                50,
                List.of("https://chat.example.com"),
                true,
                Duration.ofSeconds(10),
                new HealthChecks(true, Duration.ofMinutes(1), false)));
  }

  @Test
  void bindsRequestSettings() {
    assertThat(loaded.config().requests())
        .isEqualTo(
            new RequestSettings(
                false,
                true,
                Duration.ofMillis(2500),
                Duration.ofMinutes(2),
                Duration.ofSeconds(20),
                new ImageFetch(
                    List.of("files.lan", "*.example.org"), 5 << 20, Duration.ofSeconds(7))));
  }

  @Test
  void bindsRouterSettings() {
    assertThat(loaded.config().router())
        .isEqualTo(
            new RouterSettings(
                "least-busy",
                Map.of("gpt-4", new Alias("gpt", false), "secret-gpt", new Alias("gpt", true)),
                6,
                Duration.ofSeconds(300),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60)));
  }

  @Test
  void bindsADeployment() {
    assertThat(loaded.config().deployments().getFirst())
        .isEqualTo(
            new DeploymentConfig(
                "east-1",
                "gpt",
                "azure",
                "my-deployment",
                new Endpoint(
                    "https://east.openai.azure.com",
                    new Secret("sk-credential-of-azure"),
                    "2024-10-21",
                    "org-1",
                    Map.of("X-One", "1", "X-Two", "two"),
                    Map.of("user", "gateway", "nested", Map.of("deep", List.of(1L, 2.5, true))),
                    Map.of("temperature", 0.5, "stop", List.of("END"))),
                new AzureIdentity(
                    new Secret("token-of-entra"),
                    "tenant",
                    "client",
                    new Secret("client-secret-1234"),
                    "https://example.com/.default"),
                new VertexIdentity("my-project", "europe-west4", new Secret("/etc/google.json")),
                new AwsIdentity(
                    "AKIDEXAMPLE",
                    new Secret("secret-of-aws"),
                    new Secret("session-of-aws"),
                    "eu-central-1",
                    "work",
                    "https://vpce.example.com"),
                new Limits(
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(60),
                    4,
                    7,
                    8000,
                    3,
                    2,
                    5,
                    List.of("paid")),
                new Repair(false, List.of("seed", "tools[*].strict"), List.of("logit_bias")),
                new ModelInfo(
                    "chat",
                    "gpt-5",
                    400_000L,
                    128_000L,
                    Map.of("vision", true, "streaming", false),
                    Map.of(
                        "input_cost_per_token",
                        0.000003,
                        "output_cost_per_token",
                        0.000002,
                        "output_cost_per_image",
                        0.5,
                        "cache_read_input_token_cost",
                        0.0000004,
                        "cache_creation_input_token_cost",
                        0.0000005,
                        "access_groups",
                        List.of("beta"),
                        "max_tokens",
                        128_001L,
                        "description",
                        "ours")),
                "llmgw.yaml:13"));
  }

  @Test
  void bindsTheShortForm() {
    DeploymentConfig deployment = loaded.config().deployments().get(1);

    assertThat(deployment.provider()).isEqualTo("openai");
    assertThat(deployment.model()).isEqualTo("some/model/with/slashes");
    assertThat(deployment.endpoint().apiBase()).isEqualTo("http://my_vllm:8000/v1");
    assertThat(deployment.endpoint().apiKey()).isEqualTo(new Secret("sk-variable-of-the-file"));
    assertThat(deployment.limits().rpm()).isEqualTo(70);
    assertThat(deployment.limits().tpm()).isEqualTo(90_000);
    assertThat(deployment.limits().maxParallelRequests()).isEqualTo(12);
  }

  @Test
  void theFileUsesEverySupportedKey() {
    String text = ConfigFixture.resource("full.yaml");

    assertThat(KeyTable.read().sections())
        .allSatisfy(section ->
            assertThat(supported(section))
                .allSatisfy(
                    key -> assertThat(text).contains(key.name().replace("*", "") + marker(key))));
  }

  @Test
  void everySupportedSettingOfTheFileIsRead() {
    List<String> read = loaded.settings().stream().map(Setting::path).toList();
    KeyTable table = KeyTable.read();

    for (String name : List.of("general_settings", "litellm_settings", "router_settings")) {
      assertThat(supported(table.section(name)))
          .filteredOn(key -> !ALIASES.contains(name + "." + key.name()))
          .allSatisfy(
              key -> assertThat(read).anyMatch(path -> path.startsWith(name + "." + key.name())));
    }
  }

  /** Keys whose value another key with the same meaning hides in this file. */
  private static final List<String> ALIASES =
      List.of(
          "general_settings.completion_model",
          "general_settings.global_max_parallel_requests",
          "litellm_settings.request_timeout",
          "litellm_settings.num_retries",
          "litellm_settings.max_retries",
          "litellm_settings.cooldown_time");

  private static List<Key> supported(Section section) {
    return java.util.stream.Stream.concat(section.exact().stream(), section.patterns().stream())
        .filter(key -> key.has(Key.Status.SUPPORTED))
        .toList();
  }

  private static String marker(Key key) {
    return key.isPattern() ? "" : ":";
  }
}

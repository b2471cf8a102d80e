package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDefaultsTest {
  @TempDir Path folder;
  ConfigFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ConfigFixture(folder);
  }

  @Test
  void everythingHasItsDefaultWithoutAnyConfiguration() {
    GatewayConfig config = fixture.load().config();

    assertThat(config.general()).isEqualTo(GeneralSettings.DEFAULT);
    assertThat(config.router()).isEqualTo(RouterSettings.DEFAULT);
    assertThat(config.requests()).isEqualTo(RequestSettings.DEFAULT);
  }

  @Test
  void aFreshMachineHasTheDemoModelAlone() {
    LoadedConfig loaded = fixture.load();

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.file()).isNull();
    assertThat(loaded.config().deployments())
        .singleElement()
        .satisfies(demo -> {
          assertThat(demo.modelName()).isEqualTo("demo");
          assertThat(demo.provider()).isEqualTo("demo");
          assertThat(demo.model()).isEqualTo("demo");
          assertThat(demo.origin()).isEqualTo("built in");
          assertThat(demo.id()).matches("[0-9a-f]{16}");
          assertThat(demo.endpoint()).isEqualTo(DeploymentConfig.Endpoint.DEFAULT);
          assertThat(demo.azure()).isEqualTo(DeploymentConfig.AzureIdentity.NONE);
          assertThat(demo.limits()).isEqualTo(DeploymentConfig.Limits.DEFAULT);
          assertThat(demo.repair()).isEqualTo(DeploymentConfig.Repair.DEFAULT);
          assertThat(demo.info()).isEqualTo(DeploymentConfig.ModelInfo.NONE);
        });
  }

  @Test
  void aFileThatSaysNothingOfASettingLeavesItsDefault() {
    GatewayConfig config =
        fixture.load("model_list: [{model_name: d, params: {model: demo/demo}}]").config();

    assertThat(config.general()).isEqualTo(GeneralSettings.DEFAULT);
    assertThat(config.router()).isEqualTo(RouterSettings.DEFAULT);
    assertThat(config.requests()).isEqualTo(RequestSettings.DEFAULT);
  }

  @Test
  void theTableOfKeysTellsTheDefaultsThatHold() {
    Map<String, String> effective =
        fixture.load().settings().stream()
            .filter(setting -> setting.source().equals("default"))
            .collect(Collectors.toMap(Setting::path, Setting::value));

    KeyTable table = KeyTable.read();
    Map<String, String> told =
        List.of(
                "general_settings",
                "general_settings.image_fetch",
                "litellm_settings",
                "router_settings")
            .stream()
            .flatMap(path ->
                table.section(path.substring(path.indexOf('.') + 1)).exact().stream()
                    .filter(key -> key.standard() != null)
                    .map(key -> Map.entry(path + "." + key.name(), key)))
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().standard()));
    assertThat(effective).isEqualTo(told);
  }
}

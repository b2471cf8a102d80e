package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTemplateTest {
  @TempDir Path folder;

  @Test
  void loadsWithoutAWord() {
    ConfigFixture fixture = new ConfigFixture(folder).write("llmgw.yaml", ConfigTemplate.text());

    LoadedConfig loaded = fixture.load(ConfigRequest.DEFAULT.withStrict(true));

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().deployments())
        .extracting(DeploymentConfig::modelName)
        .containsExactly("demo");
  }

  @Test
  void changesNoDefault() {
    GatewayConfig config =
        new ConfigFixture(folder).write("llmgw.yaml", ConfigTemplate.text()).load().config();

    assertThat(config.requests()).isEqualTo(RequestSettings.DEFAULT);
    assertThat(config.router()).isEqualTo(RouterSettings.DEFAULT);
  }

  @Test
  void everythingInCommentsWorksToo() {
    String all =
        Pattern.compile(
                "(?m)^( *)# ( *(?:- )?[a-z_0-9-]+: .*| "
                    + " *(?:litellm_params|model_info):|model_group_alias:)$")
            .matcher(ConfigTemplate.text())
            .replaceAll("$1$2");
    ConfigFixture fixture =
        new ConfigFixture(folder)
            .write("llmgw.yaml", all)
            .set("OPENAI_API_KEY", "sk-0123456789")
            .set("GROQ_API_KEY", "gsk-0123456789")
            .set("AZURE_API_KEY", "key-0123456789")
            .set("ANTHROPIC_API_KEY", "sk-ant-0123456789")
            .set("LLMGW_MASTER_KEY", "sk-0123456789");

    LoadedConfig loaded = fixture.load(ConfigRequest.DEFAULT.withStrict(true));

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().deployments())
        .extracting(DeploymentConfig::modelName)
        .isEqualTo(List.of("demo", "fast", "fast", "azure-gpt", "local", "anthropic/*"));
    assertThat(loaded.config().router().aliases()).containsKey("gpt-4");
    assertThat(loaded.config().general().masterKey()).isNotNull();
  }
}

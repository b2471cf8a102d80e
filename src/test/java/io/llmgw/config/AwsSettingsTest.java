package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.DeploymentConfig.AwsIdentity;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsSettingsTest {
  private static final Map<String, String> BEARER =
      Map.of("AWS_BEARER_TOKEN_BEDROCK", "bearer-key");

  @TempDir private Path folder;

  private GatewayConfig load(String yaml, Map<String, String> variables) {
    ConfigFixture fixture = new ConfigFixture(folder);
    variables.forEach(fixture::set);
    return fixture.load(yaml).config();
  }

  private DeploymentConfig only(String params, Map<String, String> variables) {
    return load("model_list: [{model_name: b, litellm_params: {" + params + "}}]", variables)
        .deployments()
        .getFirst();
  }

  @Test
  void keepTheModelsRouteForTheAdapter() {
    DeploymentConfig entry =
        only("model: bedrock/converse/anthropic.claude-x, api_key: k", Map.of());

    assertThat(entry.provider()).isEqualTo("bedrock");
    assertThat(entry.model()).isEqualTo("converse/anthropic.claude-x");
    assertThat(entry.aws()).isEqualTo(AwsIdentity.NONE);
  }

  @Test
  void takeTheBearerKeyFromItsVariable() {
    assertThat(only("model: bedrock/m", BEARER).endpoint().apiKey())
        .isEqualTo(new Secret("bearer-key"));
  }

  @Test
  void leaveTheBearerKeyWhereAnotherKeyIsWritten() {
    assertThat(
            only("model: bedrock/m, aws_access_key_id: A, aws_secret_access_key: s", BEARER)
                .endpoint()
                .apiKey())
        .isNull();
    assertThat(only("model: bedrock/m, aws_profile_name: work", BEARER).endpoint().apiKey())
        .isNull();
  }

  @Test
  void readTheirVariables() {
    DeploymentConfig entry =
        only(
            "model: bedrock/m, aws_access_key_id: os.environ/ID, aws_secret_access_key:"
                + " os.environ/SECRET, aws_region_name: us-west-2",
            Map.of("ID", "AKID", "SECRET", "shh"));

    assertThat(entry.aws())
        .isEqualTo(new AwsIdentity("AKID", new Secret("shh"), null, "us-west-2", null, null));
  }

  @Test
  void tellTwoRegionsOfTheSameModelApart() {
    var config =
        load(
            """
            model_list:
              - {model_name: b, litellm_params: {model: bedrock/m, aws_region_name: us-east-1}}
              - {model_name: b, litellm_params: {model: bedrock/m, aws_region_name: eu-west-1}}
            """,
            Map.of());

    assertThat(config.deployments().get(1).id())
        .isNotEqualTo(config.deployments().get(0).id())
        .doesNotEndWith("-2");
  }
}

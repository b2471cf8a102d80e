package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.DeploymentConfig.VertexIdentity;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VertexSettingsTest {
  @TempDir private Path folder;

  private GatewayConfig load(String yaml, Map<String, String> variables) {
    ConfigFixture fixture = new ConfigFixture(folder);
    variables.forEach(fixture::set);
    return fixture.load(yaml).config();
  }

  @Test
  void comeFromTheVariablesOfGoogle() {
    var config =
        load(
            """
            model_list:
              - model_name: g
                litellm_params: {model: vertex_ai/gemini-2.5-flash, vertex_location: us-east5}
            """,
            Map.of(
                "VERTEXAI_PROJECT", "p1",
                "VERTEXAI_LOCATION", "europe-west1",
                "GOOGLE_APPLICATION_CREDENTIALS", "/keys/google.json"));

    assertThat(config.deployments().getFirst().vertex())
        .isEqualTo(new VertexIdentity("p1", "us-east5", new Secret("/keys/google.json")));
  }

  @Test
  void tellTwoEntriesOfTheSameModelApart() {
    var config =
        load(
            """
            model_list:
              - {model_name: g, litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_project: a}}
              - {model_name: g, litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_project: b}}
            """,
            Map.of());

    assertThat(config.deployments().get(1).id())
        .isNotEqualTo(config.deployments().get(0).id())
        .doesNotEndWith("-2");
  }

  @Test
  void areNotTakenForAnotherVendor() {
    var config =
        load(
            "model_list: [{model_name: g, litellm_params: {model: gemini/gemini-2.5-pro}}]",
            Map.of("VERTEXAI_PROJECT", "p1", "GEMINI_API_KEY", "key"));

    assertThat(config.deployments().getFirst().vertex()).isEqualTo(VertexIdentity.NONE);
  }
}

package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot start says why in one message, and what to do. */
@DisabledOnOs(OS.WINDOWS)
class BadStartIT {
  @TempDir Path folder;
  Launch launch;

  @BeforeEach
  void prepare() {
    launch = new Launch(folder);
  }

  @Test
  void portTaken() {
    try (ScriptedUpstream other = ScriptedUpstream.start()) {
      String port = Integer.toString(other.port());

      assertThat(refusal("serve", "--port", port))
          .hasLineCount(2)
          .contains("Port " + port + " on 127.0.0.1 is taken")
          .contains("try: llmgw serve --port " + (other.port() + 1));
    }
  }

  @Test
  void configMissing() {
    assertThat(refusal("serve", "-c", "absent.yaml")).contains("absent.yaml does not exist");
  }

  @Test
  void configNamedByTheEnvironmentMissing() {
    launch.set("LLMGW_CONFIG", "absent.yaml");

    assertThat(refusal("serve")).contains("absent.yaml does not exist", "LLMGW_CONFIG");
  }

  @Test
  void configIsADirectory() throws Exception {
    Files.createDirectory(launch.file("config.yaml"));

    assertThat(refusal("serve", "-c", "config.yaml"))
        .contains("config.yaml is a directory", "mount");
  }

  @Test
  void brokenYaml() {
    launch.write("llmgw.yaml", "model_list:\n  - model_name: a\n   litellm_params: {}\n");

    assertThat(refusal("serve")).contains("llmgw.yaml:3:", "^");
  }

  @Test
  void brokenLineThatHoldsAKey() {
    launch
        .secret("sk-secret-0123456789")
        .write("llmgw.yaml", "general_settings:\n  master_key: 'sk-secret-0123456789\n");

    assertThat(refusal("serve")).contains("llmgw.yaml:3:");
  }

  @Test
  void wrongValueThatIsAKey() {
    launch
        .secret("PORT", "sk-secret-0123456789")
        .write("llmgw.yaml", "general_settings:\n  port: os.environ/PORT\n");

    assertThat(refusal("serve")).contains("port");
  }

  @Test
  void unsetVariables() {
    launch.copy("router-config.yaml", "llmgw.yaml");

    assertThat(refusal("serve"))
        .contains("the configuration has 4 errors")
        .contains("llmgw.yaml:5:16", "needs the variable OPENAI_API_KEY")
        .contains("needs the variable ROUTER_AUTH_TOKEN");
  }

  @Test
  void openToTheNetworkWithoutAKey() {
    assertThat(refusal("serve", "--host", "0.0.0.0", "--port", "0"))
        .contains("0.0.0.0", "LLMGW_MASTER_KEY");
  }

  @Test
  void strictWithAKeyThatIsIgnored() {
    launch.write("llmgw.yaml", "model_list: []\ngeneral_setings: {}\n");

    assertThat(refusal("serve", "--strict")).contains("llmgw.yaml:2:1", "general_settings");
  }

  /** What the program says when it refuses to start. */
  private String refusal(String... args) {
    try (LlmgwProcess process = launch.run(args)) {
      assertThat(process.exit()).as(process.err()).isEqualTo(3);
      assertThat(process.out()).isEmpty();
      assertThat(process.err())
          .startsWith("error: ")
          .doesNotContain("\tat ", "Exception", "io.llmgw", "jetty");
      return process.err();
    }
  }
}

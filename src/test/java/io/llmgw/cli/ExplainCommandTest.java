package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExplainCommandTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: smart
          litellm_params: {model: openai/o3-mini, api_key: sk-very-secret-key, order: 1}
        - model_name: smart
          litellm_params: {model: groq/llama-3.3-70b-versatile, api_key: gsk-very-secret-key, order: 2}
      """;
  private static final String REQUEST =
      "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
          + "\"temperature\":0.5,\"max_tokens\":3}";

  @TempDir Path folder;

  private CommandFixture.Result explain(String request, String... more) throws IOException {
    Path config = Files.writeString(folder.resolve("llmgw.yaml"), CONFIG);
    Path file = Files.writeString(folder.resolve("request.json"), request);
    String[] args = new String[4 + more.length];
    System.arraycopy(
        new String[] {"explain", file.toString(), "--config", config.toString()}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return CommandFixture.create().run(args);
  }

  @Test
  void showsWhatWouldBeSentAndWhatIsLost() throws IOException {
    String out = explain(REQUEST).out();

    assertThat(out)
        .contains("openai/o3-mini")
        .contains("groq/llama-3.3-70b-versatile")
        .contains("POST https://api.openai.com/v1/chat/completions")
        .contains("\"max_completion_tokens\" : 3")
        .containsPattern("dropped +temperature: ")
        .doesNotContain("secret");
  }

  @Test
  void printsItForPrograms() throws IOException {
    JsonNode json = Json.MAPPER.readTree(explain(REQUEST, "-o", "json").out());

    assertThat(json.path("deployment").asString()).isEqualTo("openai/o3-mini");
    assertThat(json.path("translated").asBoolean()).isFalse();
    assertThat(json.path("fidelity").path(0).path("field").asString()).isEqualTo("temperature");
    assertThat(json.path("request").path("body").path("model").asString()).isEqualTo("o3-mini");
  }

  @Test
  void aModelThatIsNotThereIsNamed() throws IOException {
    CommandFixture.Result result = explain(REQUEST, "-m", "smrt");

    assertThat(result.exit()).isEqualTo(ExitCode.MODEL.number());
    assertThat(result.err()).contains("'smrt'").contains("smart");
  }
}

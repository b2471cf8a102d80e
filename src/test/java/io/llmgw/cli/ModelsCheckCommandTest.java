package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Environment;
import io.llmgw.json.Json;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ModelsCheckCommandTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: good
          litellm_params: {model: openai/gpt-4.1, api_base: ONE/v1, api_key: k}
        - model_name: dated
          litellm_params: {model: openai/gpt-4o, api_base: ONE/v1, api_key: k}
        - model_name: gone
          litellm_params: {model: openai/gpt-4-32k, api_base: ONE/v1, api_key: k}
        - model_name: typo
          litellm_params: {model: openai/gpt-4.1-mni, api_base: ONE/v1, api_key: k}
        - model_name: dearer
          litellm_params: {model: openai/gpt-5, api_base: ONE/v1, api_key: k}
        - model_name: old
          litellm_params: {model: mistral/mistral-large-2407, api_base: TWO/v1, api_key: k}
        - model_name: everything
          litellm_params: {model: mistral/*, api_base: TWO/v1, api_key: k}
      """;
  private static final String ONE =
      """
      {"data": [
        {"id": "gpt-4.1", "context_window": 1047576},
        {"id": "gpt-4.1-mini"},
        {"id": "gpt-4o-2024-11-20"},
        {"id": "gpt-5", "context_length": 400000,
         "pricing": {"prompt": "0.00000125", "completion": "0.00002"}}
      ]}
      """;
  private static final String TWO =
      """
      {"data": [{"id": "mistral-large-2407", "deprecation": "2026-03-30T12:00:00Z"}]}
      """;

  private final ScriptedUpstream one = ScriptedUpstream.start();
  private final ScriptedUpstream two = ScriptedUpstream.start();

  @TempDir Path folder;

  @BeforeEach
  void script() {
    one.always(Reply.json(ONE));
    two.always(Reply.json(TWO));
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private CommandFixture.Result check(String config, String... args) throws IOException {
    Files.writeString(
        folder.resolve("llmgw.yaml"), config.replace("ONE", one.url()).replace("TWO", two.url()));
    var environment = Environment.of(Map.of(), folder, folder);
    var surroundings = new Surroundings(environment, Tty.NONE, InputStream.nullInputStream());
    String[] all =
        Stream.concat(Stream.of("models", "check", "--timeout", "5s"), Arrays.stream(args))
            .toArray(String[]::new);
    return CommandFixture.with(surroundings).run(all);
  }

  @Test
  void tellsWhatIsGoneAndWhatHasChanged() throws IOException {
    CommandFixture.Result result = check(CONFIG);

    assertThat(result.exit()).isEqualTo(ExitCode.MODEL.number());
    GoldenFile.of("models-check.txt").assertEquals(result.out());
    assertThat(one.requests()).hasSize(1);
  }

  @Test
  void tellsItToPrograms() throws IOException {
    GoldenFile.of("models-check.json").assertEquals(check(CONFIG, "-o", "json").out());
    JsonNode json = Json.MAPPER.readTree(check(CONFIG, "-o", "json").out());
    assertThat(json.at("/models/3/findings/0/instead").asString()).isEqualTo("gpt-4.1-mini");
  }

  @Test
  void tellsNothingButTroubleWhenQuiet() throws IOException {
    assertThat(check(CONFIG, "-q").out()).doesNotContain("good").contains("gone");
    assertThat(check(CONFIG.substring(0, CONFIG.indexOf("- model_name: dated")), "-q").out())
        .isEmpty();
  }

  @Test
  void endsWellWhenAllIsWell() throws IOException {
    CommandFixture.Result result = check(CONFIG.substring(0, CONFIG.indexOf("- model_name: gone")));

    assertThat(result.exit()).isZero();
    assertThat(result.out()).endsWith("2 checked: 2 ok\n");
  }

  @Test
  void tellsWhoCouldNotBeAsked() throws IOException {
    one.always(Reply.json(401, "{\"error\":{\"message\":\"bad key\"}}"));

    CommandFixture.Result result = check(CONFIG.substring(0, CONFIG.indexOf("- model_name: old")));

    assertThat(result.exit()).isEqualTo(ExitCode.PARTIAL.number());
    assertThat(result.out()).contains("bad key").contains("5 checked: 5 unreachable");
  }

  @Test
  void doesNotTakeAzuresCatalogueForItsDeployments() throws IOException {
    one.always(asked ->
        asked.target().contains("/deployments")
            ? Reply.json(404, "{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}")
            : Reply.json(
                """
                {"data": [{"id": "gpt-5.4", "deprecation": {"inference": 1767225600}}]}
                """));
    CommandFixture.Result result =
        check(
            """
            model_list:
              - model_name: mine
                litellm_params: {model: azure/prod, api_base: "ONE", api_key: k}
                model_info: {base_model: gpt-5.4}
            """);

    assertThat(result.out()).contains("is gone since 2026-01-01").contains("llmgw test");
    assertThat(result.exit()).isEqualTo(ExitCode.MODEL.number());
  }

  @Test
  void looksAzuresDeploymentsUpWhereTheyAreTold() throws IOException {
    one.always(asked ->
        asked.target().contains("/deployments")
            ? Reply.json(
                """
                {"data": [{"id": "prod", "model": "gpt-4o", "status": "succeeded"},
                  {"id": "prod-mini", "model": "gpt-5-mini", "status": "failed"},
                  {"id": "fine", "model": "gpt-5.4", "status": "succeeded"}]}
                """)
            : Reply.json("{\"data\": [{\"id\": \"gpt-5.4-2026-03-05\"}]}"));
    String entry =
        """
          - model_name: NAME
            litellm_params: {model: azure/NAME, api_base: "ONE", api_key: k}
            model_info: {base_model: BASE}
        """;
    CommandFixture.Result result =
        check(
            "model_list:\n"
                + entry.replace("NAME", "prod").replace("BASE", "gpt-5.4")
                + entry.replace("NAME", "prod-mini").replace("BASE", "gpt-5-mini")
                + entry.replace("NAME", "prd").replace("BASE", "gpt-5.4")
                + entry.replace("NAME", "fine").replace("BASE", "gpt-5.4-2026-03-05"));

    assertThat(result.out())
        .contains("it serves gpt-4o, not the base_model gpt-5.4")
        .contains("it is failed")
        .contains("azure does not have it; nearest: prod")
        .contains("4 checked: 2 changed, 1 missing, 1 ok");
    assertThat(result.exit()).isEqualTo(ExitCode.MODEL.number());
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Environment;
import io.llmgw.json.Json;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ModelsImportCommandTest {
  private static final String LIST =
      """
      {
        "sample_spec": {"litellm_provider": "one of", "max_tokens": "LEGACY", "mode": "chat"},
        "last_updated": "2026-07-24",
        "gpt-4o": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 128000,
          "max_output_tokens": 16384, "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-05,
          "cache_read_input_token_cost": 1.25e-06, "supports_vision": true},
        "gpt-4.1": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1047576,
          "max_output_tokens": 32768, "input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06,
          "cache_read_input_token_cost": 5e-07},
        "openrouter/acme/one": {"litellm_provider": "openrouter", "max_tokens": 4096, "mode": "chat",
          "input_cost_per_token": 1e-07, "input_cost_per_token_above_200k_tokens": 2e-07,
          "output_cost_per_token": 4e-07, "deprecation_date": "2030-01-31"},
        "1024-x-1024/dall-e-2": {"litellm_provider": "openai", "mode": "image_generation"}
      }
      """;

  @TempDir Path folder;

  private CommandFixture.Result run(Tty tty, String typed, String... args) {
    var environment = Environment.of(Map.of(), folder, folder);
    var in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    String[] all = Stream.concat(Stream.of("models"), Arrays.stream(args)).toArray(String[]::new);
    return CommandFixture.with(new Surroundings(environment, tty, in)).run(all);
  }

  private CommandFixture.Result load(String... more) {
    String[] args =
        Stream.concat(Stream.of("import-prices", "list.json"), Arrays.stream(more))
            .toArray(String[]::new);
    return run(Tty.NONE, "", args);
  }

  private Path stored() {
    return folder.resolve(".local/share/llmgw/prices.jsonl");
  }

  private JsonNode show(String name) {
    return Json.MAPPER.readTree(run(Tty.NONE, "", "show", name, "-o", "json").out());
  }

  @Test
  void showsTheChangesAndTakesThem() throws IOException {
    Files.writeString(folder.resolve("list.json"), LIST);

    CommandFixture.Result result = load("--yes");

    assertThat(result.exit()).isZero();
    GoldenFile.of("models-import.txt").assertEquals(result.out());
    assertThat(show("gpt-4o").at("/deployments/0/usd_per_million/input").decimalValue())
        .isEqualByComparingTo("2");
    assertThat(show("gpt-4o").at("/deployments/0/figures_from").asString()).isEqualTo("list.json");
    JsonNode one = show("openrouter/acme/one");
    assertThat(one.at("/deployments/0/prices/1/above_tokens").asInt()).isEqualTo(200_000);
    assertThat(one.at("/deployments/0/max_output_tokens").asInt()).isEqualTo(4096);
    assertThat(one.at("/deployments/0/retires").asString()).isEqualTo("2030-01-31");
    assertThat(load("--yes").out()).isEqualTo("0 changed, 0 new, 0 dropped, 3 as they were\n");
  }

  @Test
  void goesBackToItsOwnFiguresWithTheNextList() throws IOException {
    Files.writeString(folder.resolve("list.json"), LIST);
    load("--yes");
    Files.writeString(
        folder.resolve("list.json"),
        "{\"a\": {\"litellm_provider\": \"groq\", \"input_cost_per_token\": 1e-6}}");

    CommandFixture.Result result = load("--yes", "-o", "json");

    JsonNode json = Json.MAPPER.readTree(result.out());
    assertThat(json.path("dropped").valueStream().map(JsonNode::asString))
        .contains("openai/gpt-4o", "openrouter/acme/one");
    assertThat(json.path("written").asString()).isEqualTo(stored().toString());
    assertThat(show("gpt-4o").at("/deployments/0/usd_per_million/input").decimalValue())
        .isEqualByComparingTo("2.5");
  }

  @ParameterizedTest
  @CsvSource({"y, true", "Y, true", "n, false", "'', false", "x, false"})
  void asks(String typed, boolean written) throws IOException {
    Files.writeString(folder.resolve("list.json"), LIST);

    CommandFixture.Result result =
        run(new Tty(true, true, true), typed + "\n", "import-prices", "list.json");

    assertThat(result.err()).contains("Import them? [y/N]");
    assertThat(Files.exists(stored())).isEqualTo(written);
    assertThat(result.exit()).isZero();
  }

  @Test
  void takesNothingWhenNobodyCanBeAsked() throws IOException {
    Files.writeString(folder.resolve("list.json"), LIST);

    CommandFixture.Result result = load();

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(result.err()).contains("--yes");
    assertThat(result.out()).contains("~ openai/gpt-4o  input $2.50 → $2.00");
    assertThat(stored()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                     | no model in it",
        "{\"a\": {                                              | is not JSON: line 1, column",
        "[1, 2]                                                 | no model in it",
        "{}                                                     | no model in it",
        "{\"a\": {\"price\": 3}}                                | no model in it",
        "{\"m\": {\"litellm_provider\": \"v\", \"input_cost_per_token\": \"x\"}}  | model 'm': input_cost_per_token is not a price",
        "{\"m\": {\"litellm_provider\": \"v\", \"input_cost_per_token\": -1}}     | input_cost_per_token is not a price",
        "{\"m\": {\"litellm_provider\": \"v\", \"output_cost_per_token\": 3}}     | output_cost_per_token is not a price",
        "{\"m\": {\"litellm_provider\": \"v\", \"max_tokens\": 1.5}}              | max_tokens is not a number of tokens",
        "{\"m\": {\"litellm_provider\": \"v\", \"max_input_tokens\": 1e99}}       | max_input_tokens is not a number of tokens",
        "{\"m\": {\"litellm_provider\": \"v\", \"deprecation_date\": \"soon\"}}   | deprecation_date is not a date",
      })
  void keepsTheOldPricesWhenAListIsBad(String text, String told) throws IOException {
    Files.writeString(folder.resolve("list.json"), LIST);
    load("--yes");
    byte[] before = Files.readAllBytes(stored());
    Files.writeString(folder.resolve("list.json"), text);

    CommandFixture.Result result = load("--yes");

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(result.err()).contains(told.strip()).contains("list.json");
    assertThat(stored()).hasBinaryContent(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere.json                  | is not there",
        ".                             | is a directory",
        "http://prices.example/a.json  | only https is allowed",
        "ftp://prices.example/a.json   | only https is allowed",
        "https://me:pw@prices.example  | no password",
        "https://                      | not an address",
        "https://a b                   | not an address",
      })
  void refusesWhatIsNoList(String from, String told) {
    CommandFixture.Result result = run(Tty.NONE, "", "import-prices", from.strip(), "--yes");

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(result.err()).contains(told.strip()).doesNotContain("Exception");
  }

  @Test
  void getsAListFromTheWeb() throws IOException {
    try (ScriptedUpstream web = ScriptedUpstream.start()) {
      web.then(Reply.json(302, "{}").header("Location", web.url() + "/there.json"));
      web.then(Reply.json(LIST));
      web.then(Reply.json(404, "{}"));
      web.then(Reply.json(301, "{}").header("Location", "https://elsewhere.example/a.json"));

      assertThat(run(Tty.NONE, "", "import-prices", web.url() + "/a.json", "--yes").exit())
          .isZero();
      assertThat(stored()).exists();
      assertThat(run(Tty.NONE, "", "import-prices", web.url() + "/a.json", "--yes").err())
          .contains("status 404");
      assertThat(run(Tty.NONE, "", "import-prices", web.url() + "/a.json", "--yes").err())
          .contains("redirects to another host");
    }
  }

  @Test
  void replacesAnEarlierImportThatIsBroken() throws IOException {
    Files.createDirectories(stored().getParent());
    Files.writeString(stored(), "{}\nnot a model\n");
    Files.writeString(folder.resolve("list.json"), LIST);

    assertThat(run(Tty.NONE, "", "show", "gpt-4o").err()).contains("line 2 is not a model");
    assertThat(load("--yes").err()).contains("the earlier import is replaced");
    assertThat(run(Tty.NONE, "", "show", "gpt-4o").exit()).isZero();
  }
}

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
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelsCommandTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: smart
          litellm_params: {model: azure/prod-chat, api_base: "https://me:pw@x.openai.azure.com/?key=pw", api_key: k-secret, rpm: 60, temperature: 0.5}
          model_info: {base_model: gpt-5.4}
        - model_name: smart
          litellm_params: {model: openai/gpt-4.1, api_key: k-secret}
        - model_name: claude-sonnet-4-5
          litellm_params: {model: anthropic/claude-sonnet-4-5-20250929, api_key: k-secret}
        - model_name: cheap
          litellm_params: {model: groq/openai/gpt-oss-20b, api_key: k-secret}
          model_info: {input_cost_per_token: 0.00000005, supports_vision: true}
        - model_name: local
          litellm_params: {model: "ollama/llama3.2:3b"}
        - model_name: deepseek/*
          litellm_params: {model: deepseek/*, api_key: k-secret}
        - model_name: or/*
          litellm_params: {model: openrouter/*, api_key: k-secret}
      router_settings:
        model_group_alias: {gpt-4: smart, best: claude-sonnet-4-5, hush: {model: cheap, hidden: true}}
      general_settings:
        default_model: smart
      """;

  @TempDir Path folder;

  private CommandFixture.Result run(Tty tty, Map<String, String> variables, String... args)
      throws IOException {
    return run(CONFIG, tty, variables, args);
  }

  private CommandFixture.Result run(
      String config, Tty tty, Map<String, String> variables, String... args) throws IOException {
    Files.writeString(folder.resolve("llmgw.yaml"), config);
    return bare(tty, variables, args);
  }

  private CommandFixture.Result bare(Tty tty, Map<String, String> variables, String... args) {
    var environment = Environment.of(new HashMap<>(variables), folder, folder);
    var surroundings = new Surroundings(environment, tty, InputStream.nullInputStream());
    String[] all = Stream.concat(Stream.of("models"), Arrays.stream(args)).toArray(String[]::new);
    return CommandFixture.with(surroundings).run(all);
  }

  private CommandFixture.Result piped(String... args) throws IOException {
    return run(Tty.NONE, Map.of(), args);
  }

  private static final Tty TERMINAL = new Tty(true, true, true);

  @ParameterizedTest
  @ValueSource(ints = {120, 80, 40, 12})
  void printsATableThatNeverWraps(int width) throws IOException {
    String out =
        run(TERMINAL, Map.of("COLUMNS", "" + width), "list", "--color", "never", "--available")
            .out();

    assertThat(out.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    GoldenFile.of("models-" + width + ".txt").assertEquals(out);
  }

  @Test
  void dimsWhatCannotBeAsked() throws IOException {
    var variables = Map.of("COLUMNS", "100");
    String out = run(TERMINAL, variables, "mistral-embed", "--color", "always").out();

    assertThat(out).contains("\u001b[2mmistral/mistral-embed  mistral   ✗");
    assertThat(run(TERMINAL, variables, "--color", "never").out())
        .contains("known, but without a key: ")
        .contains("llmgw models --provider NAME");
  }

  @Test
  void printsTabSeparatedLinesIntoAPipe() throws IOException {
    GoldenFile.of("models.tsv").assertEquals(piped().out());
  }

  @ParameterizedTest
  @CsvSource({"json, models.json", "yaml, models.yaml", "stream-json, models.jsonl"})
  void printsDocuments(String format, String golden) throws IOException {
    GoldenFile.of(golden).assertEquals(piped("smart", "-o", format, "--available").out());
  }

  @Test
  void printsNothingButNamesWhenQuiet() throws IOException {
    assertThat(piped("-q").out().lines())
        .startsWith("smart", "claude-sonnet-4-5", "cheap", "local", "deepseek/deepseek-chat")
        .endsWith("or/*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SONNET                         | claude-sonnet-4-5",
        "gpt-4 azure                    | smart",
        "--provider groq,ollama         | cheap local",
        "--can vision                   | smart claude-sonnet-4-5 cheap",
        "--can vision,thinking          | claude-sonnet-4-5 cheap",
        "--max-price 0.05               | cheap local",
        "--max-price 0                  | local",
        "--min-context 200k --provider openai,anthropic,groq | smart claude-sonnet-4-5",
        "--min-context 1.01m | smart",
        "--sort name --provider anthropic,groq,ollama | cheap claude-sonnet-4-5 local",
        "--sort price --provider anthropic,groq,ollama | local cheap claude-sonnet-4-5",
        "--sort context --provider anthropic,groq,ollama | claude-sonnet-4-5 cheap local",
      })
  void findsAndSorts(String args, String names) throws IOException {
    String[] all = (args.strip() + " -q --available").split(" ");

    assertThat(String.join(" ", piped(all).out().lines().toList())).isEqualTo(names.strip());
  }

  @Test
  void findsWhatIsNotConfiguredToo() throws IOException {
    JsonNode models = Json.MAPPER.readTree(piped("claude-opus-5", "-o", "json").out());

    assertThat(models.path("models").valueStream().map(model -> model.path("id").asString()))
        .contains("anthropic/claude-opus-5", "anthropic/claude-opus-5-5")
        .doesNotContain("bedrock/us.anthropic.claude-opus-5");
    assertThat(models.path("models").path(0).path("status").asString()).isEqualTo("offered");
    JsonNode groq = Json.MAPPER.readTree(piped("codestral-latest", "-o", "json").out());
    assertThat(groq.path("models").path(0).path("status").asString()).isEqualTo("unconfigured");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-price cheap    | '--max-price'.*an amount",
        "--max-price 1e9      | '--max-price'.*an amount",
        "--max-price -1       | '--max-price'.*an amount",
        "--can fly            | not one of vision, tools, json, thinking, audio, documents",
        "--min-context 12x    | number of tokens",
        "--min-context 9999m  | number of tokens",
        "--sort latency       | --sort latency needs --live",
        "--sort taste         | not one of name, price, context, latency",
        "check --server x     | tells its own check",
        "--nope               | Unknown option",
      })
  void refusesBadInput(String args, String told) throws IOException {
    CommandFixture.Result result = piped(args.strip().split(" "));

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(result.err()).containsPattern(told.strip());
    assertThat(result.out()).isEmpty();
  }

  @Test
  void tellsTheNearestNamesOfAModelThatIsNotThere() throws IOException {
    CommandFixture.Result listed = piped("smrt");
    CommandFixture.Result shown = piped("show", "claud-sonnet-4-5");

    assertThat(listed.exit()).isEqualTo(ExitCode.MODEL.number());
    assertThat(listed.err()).contains("no model is called 'smrt'").contains("smart");
    assertThat(shown.exit()).isEqualTo(ExitCode.MODEL.number());
    assertThat(shown.err()).contains("llmgw models show claude-sonnet-4-5");
    assertThat(piped("show", "\u001b[31m").err()).doesNotContain("\u001b[31m'");
  }

  @ParameterizedTest
  @CsvSource({"smart, models-show.txt", "cheap, models-show-own-price.txt"})
  void showsOneModel(String name, String golden) throws IOException {
    String out = piped("show", name).out();

    assertThat(out).doesNotContain("pw").doesNotContain("secret");
    GoldenFile.of(golden).assertEquals(out);
  }

  @Test
  void showsOneModelToPrograms() throws IOException {
    GoldenFile.of("models-show.yaml").assertEquals(piped("show", "gpt-4", "-o", "yaml").out());
    JsonNode json = Json.MAPPER.readTree(piped("show", "best", "-o", "json").out());
    assertThat(json.path("alias_of").asString()).isEqualTo("claude-sonnet-4-5");
    assertThat(json.path("deployments").path(0).path("prices")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.5, openai/gpt-5.5",
    "groq/llama-3.3-70b-versatile, groq/llama-3.3-70b-versatile",
    "mistral/codestral-latest, mistral/codestral-latest",
  })
  void showsAModelThatIsNotConfigured(String name, String id) throws IOException {
    JsonNode json = Json.MAPPER.readTree(piped("show", name, "-o", "json").out());

    assertThat(json.path("id").asString()).isEqualTo(id);
    assertThat(json.path("configured").asBoolean()).isFalse();
  }

  @Test
  void goesByTheEnvironmentWithoutAConfiguration() {
    CommandFixture.Result nothing = bare(Tty.NONE, Map.of(), "-q");
    CommandFixture.Result key = bare(Tty.NONE, Map.of("DEEPSEEK_API_KEY", "k"), "-q");

    assertThat(nothing.out()).isEqualTo("demo\n");
    assertThat(key.out().lines()).contains("deepseek/deepseek-chat", "demo");
  }

  @Test
  void tellsABadConfiguration() throws IOException {
    CommandFixture.Result result = run("model_list: [", Tty.NONE, Map.of());

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @Test
  void doesNotLetANameMoveTheCursor() throws IOException {
    String config =
        """
        model_list:
          - model_name: "a\\u001b[2Jb\\tc\\nd"
            litellm_params: {model: openai/gpt-4.1, api_key: k}
        """;

    assertThat(run(config, Tty.NONE, Map.of()).out()).startsWith("a?[2Jb?c?d\topenai\t");
    assertThat(run(config, TERMINAL, Map.of("COLUMNS", "80"), "--color", "never").out())
        .doesNotContain("\u001b");
  }

  @Test
  void asksTheProviders() throws IOException {
    try (ScriptedUpstream one = ScriptedUpstream.start();
        ScriptedUpstream other = ScriptedUpstream.start()) {
      one.always(
          Reply.json(
              "{\"data\":[{\"id\":\"gpt-4.1\"},{\"id\":\"gpt-99\"},{\"id\":\"whisper-1\"}]}"));
      other.always(Reply.json(401, "{\"error\":{\"message\":\"bad key\"}}"));
      String config =
          """
          model_list:
            - model_name: mine
              litellm_params: {model: openai/gpt-4.1, api_base: ONE/v1, api_key: k}
            - model_name: also
              litellm_params: {model: openai/gpt-5, api_base: ONE/v1, api_key: k}
            - model_name: groq/*
              litellm_params: {model: groq/*, api_base: OTHER/v1, api_key: k}
          """
              .replace("ONE", one.url())
              .replace("OTHER", other.url());

      CommandFixture.Result result =
          run(config, Tty.NONE, Map.of(), "--live", "-q", "--timeout", "5s");

      assertThat(result.out().lines())
          .contains("mine", "also", "openai/gpt-99", "groq/llama-3.3-70b-versatile")
          .doesNotContain("openai/gpt-4.1", "openai/whisper-1");
      assertThat(result.err()).contains("no list from groq (llmgw.yaml:6)").contains("bad key");
      assertThat(result.exit()).isEqualTo(ExitCode.PARTIAL.number());
      assertThat(one.requests()).hasSize(1);
      assertThat(run(config, Tty.NONE, Map.of(), "--live", "--available", "-q", "gpt-99").exit())
          .isEqualTo(ExitCode.MODEL.number());
    }
  }

  @Test
  void failsWhenNoProviderAnswers() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
      upstream.always(Reply.json(401, "{\"error\":{\"message\":\"bad key\"}}"));
      String config =
          """
          model_list:
            - model_name: mine
              litellm_params: {model: openai/gpt-4.1, api_base: "ONE/v1", api_key: k}
          """
              .replace("ONE", upstream.url());

      CommandFixture.Result result = run(config, Tty.NONE, Map.of(), "--live");

      assertThat(result.exit()).isEqualTo(ExitCode.AUTHENTICATION.number());
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void listsEveryColumnForPrograms() throws IOException {
    assertThat(piped().out().lines().map(line -> line.split("\t", -1).length)).containsOnly(9);
    assertThat(List.of(piped("cheap").out().split("\t"))).contains("yes", "131072", "0.05");
  }

  @Test
  void sortsByHowFastTheProvidersTell() throws IOException {
    try (ScriptedUpstream slow = ScriptedUpstream.start();
        ScriptedUpstream fast = ScriptedUpstream.start()) {
      String list = "{\"data\":[{\"id\":\"gpt-4.1\"}]}";
      fast.always(Reply.json(list));
      slow.always(
          Reply.status(200).pause(Duration.ofSeconds(2)).type("application/json").send(list));
      String config =
          """
          model_list:
            - model_name: slow
              litellm_params: {model: openai/gpt-4.1, api_base: ONE/v1, api_key: k}
            - model_name: fast
              litellm_params: {model: openai/gpt-4.1, api_base: OTHER/v1, api_key: k}
          """
              .replace("ONE", slow.url())
              .replace("OTHER", fast.url());

      String ids = run(config, Tty.NONE, Map.of(), "--live", "--sort", "latency", "-q").out();
      String json = run(config, Tty.NONE, Map.of(), "--live", "-o", "json").out();

      assertThat(ids.lines()).containsSubsequence("fast", "slow");
      assertThat(Json.MAPPER.readTree(json).at("/models/0/list_ms").asLong())
          .isGreaterThanOrEqualTo(1_000);
    }
  }

  @Test
  void listsWhatARunningGatewayServes() throws IOException {
    try (ScriptedUpstream gateway = ScriptedUpstream.start()) {
      gateway.always(request ->
          request.target().equals("/v1/model/info")
              ? Reply.json(
                  """
                  {"data":[
                    {"model_name":"smart","litellm_params":{"model":"azure/prod"},
                     "model_info":{"id":"1","base_model":"gpt-5.4","max_output_tokens":100}},
                    {"model_name":"own","litellm_params":{"model":"openai/mine"},
                     "model_info":{"id":"2","input_cost_per_token":0.000001,
                                   "output_cost_per_token":0.000002,"supports_vision":true}}]}
                  """)
              : Reply.status(500));

      CommandFixture.Result result = piped("--server", gateway.url());
      CommandFixture.Result card = piped("show", "smart", "--server", gateway.url());

      assertThat(result.exit()).isZero();
      assertThat(result.out().lines().map(line -> List.of(line.split("\t", -1))))
          .anySatisfy(line -> assertThat(line).startsWith("smart", "azure").contains("100", "2.5"))
          .anySatisfy(line -> assertThat(line).startsWith("own").contains("1", "2", "vision"));
      assertThat(card.out()).contains("azure/prod", "$2.50 input");
    }
  }

  @Test
  void listsTheNamesOfAGatewayThatTellsNoMore() throws IOException {
    try (ScriptedUpstream gateway = ScriptedUpstream.start()) {
      gateway.always(request ->
          request.target().equals("/v1/models")
              ? Reply.json("{\"data\":[{\"id\":\"smart\"},{\"id\":\"fast\"}]}")
              : Reply.json(404, "{}"));

      assertThat(piped("-q", "--server", gateway.url()).out()).isEqualTo("smart\nfast\n");
    }
  }

  @Test
  void saysWhyARunningGatewayTellsNothing() throws IOException {
    try (ScriptedUpstream gateway = ScriptedUpstream.start()) {
      gateway.always(Reply.json(401, "{\"error\":{\"message\":\"No key was sent.\"}}"));

      CommandFixture.Result refused = piped("--server", gateway.url());
      gateway.always(Reply.page(200, "text/html", "<!doctype html>"));
      CommandFixture.Result page = piped("--server", gateway.url());

      assertThat(refused.exit()).isEqualTo(ExitCode.AUTHENTICATION.number());
      assertThat(refused.err()).contains("No key was sent");
      assertThat(page.exit()).isEqualTo(ExitCode.UPSTREAM.number());
    }
    assertThat(piped("--server", "::").exit()).isEqualTo(ExitCode.CONFIGURATION.number());
  }
}

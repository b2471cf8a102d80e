package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TestCommandTest {
  private static final String KEY = "sk-proj-abcdefghijklmnop1234";

  @TempDir Path folder;
  ScriptedUpstream upstream;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    upstream.always(TestCommandTest::well);
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private static Reply well(Received request) {
    return switch (request.target()) {
      case "/v1/models" ->
          Reply.json("{\"data\":[{\"id\":\"gpt-4o\"},{\"id\":\"text-embedding-3-small\"}]}");
      case "/v1/chat/completions" -> Reply.sse(ChatAnswers.stream("o", "k"));
      case "/v1/embeddings" ->
          Reply.json(
              "{\"object\":\"list\",\"model\":\"text-embedding-3-small\",\"data\":"
                  + "[{\"index\":0,\"embedding\":[0.5,0.5]}],"
                  + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}");
      default -> Reply.status(404);
    };
  }

  private CommandFixture.Result run(String... args) throws IOException {
    return run(Tty.NONE, Map.of(), "", args);
  }

  private CommandFixture.Result run(
      Tty tty, Map<String, String> variables, String in, String... args) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("llmgw.yaml"),
            """
            model_list:
              - model_name: smart
                litellm_params: {model: openai/gpt-4o, api_base: "%1$s/v1", api_key: %2$s}
              - model_name: vectors
                litellm_params:
                  {model: openai/text-embedding-3-small, api_base: "%1$s/v1", api_key: %2$s}
              - model_name: broken
                litellm_params: {model: openai/gpt-4o, api_base: "%1$s/nothing", api_key: %2$s}
              - model_name: demo
                litellm_params: {model: demo/demo}
            router_settings: {model_group_alias: {clever: smart}}
            """
                .formatted(upstream.url(), KEY));
    List<String> all = new java.util.ArrayList<>(List.of("test"));
    all.addAll(List.of(args));
    if (!all.contains("--endpoint") && !all.contains("--server") && !all.contains("--config")) {
      all.addAll(List.of("--config", config.toString()));
    }
    return CommandFixture.with(variables, tty, in).run(all.toArray(String[]::new));
  }

  @Test
  void testsAllThatIsConfiguredAndSaysThatSomeFailed() throws IOException {
    CommandFixture.Result result = run();

    assertThat(result.exit()).isEqualTo(ExitCode.PARTIAL.number());
    assertThat(result.out())
        .containsPattern("✓ smart  connect \\d+ms  auth \\d+ms .* chat \\d+ms ttft \\d+ms")
        .containsPattern("✓ vectors .* embeddings \\d+ms")
        .contains("✗ broken  ")
        .contains("✓ demo")
        .containsPattern("3 passed, 1 failed in \\d+\\.\\d s");
    assertThat(result.out() + result.err()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smart", "clever"})
  void testsWhatIsNamed(String word) throws IOException {
    CommandFixture.Result result = run(word);

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("✓ smart").contains("1 passed").doesNotContain("broken");
  }

  @Test
  void aVendorsNameMeansAllItsDeployments() throws IOException {
    assertThat(run("openai", "--free").out()).contains("smart", "vectors", "broken");
  }

  @Test
  void aLoneTargetEndsWithTheCodeOfWhatIsWrong() throws IOException {
    CommandFixture.Result result = run("broken");

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @Test
  void suggestsWhatAMistypedTargetMeant() throws IOException {
    CommandFixture.Result result = run("smrt");

    assertThat(result.exit()).isEqualTo(ExitCode.MODEL.number());
    assertThat(result.err()).contains("'smrt'", "did you mean smart", "try: llmgw test smart");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void freeAsksForNothingThatCosts() throws IOException {
    CommandFixture.Result result = run("smart", "--free", "--all-levels");

    assertThat(result.exit()).isZero();
    assertThat(upstream.requests()).extracting(Received::target).containsOnly("/v1/models");
    assertThat(result.err()).doesNotContain("costs");
  }

  @Test
  void saysWhatItMayCostAndRefusesMore() throws IOException {
    CommandFixture.Result told = run("smart");
    CommandFixture.Result refused = run("smart", "--max-cost", "0.000001");
    CommandFixture.Result allowed = run("smart", "--max-cost", "1");

    assertThat(told.err()).containsPattern("costs at most \\$0\\.0\\d+");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(refused.err()).contains("--max-cost", "try: ");
    assertThat(refused.out()).isEmpty();
    assertThat(allowed.exit()).isZero();
  }

  @Test
  void aLimitCannotHoldWithoutPrices() throws IOException {
    CommandFixture.Result result =
        run(
            Tty.NONE,
            Map.of("K", KEY),
            "",
            "openai",
            "--endpoint",
            upstream.url() + "/v1",
            "--model",
            "nobody-knows",
            "--key-env",
            "K",
            "--max-cost",
            "5");

    assertThat(result.exit()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(result.err()).contains("price").contains("base_model");
  }

  @Test
  void aSilentUpstreamFailsInTime() throws IOException {
    upstream.always(request ->
        request.target().equals("/v1/chat/completions") ? Reply.silence() : well(request));
    CommandFixture.Result result = run("smart", "--timeout", "1s");

    assertThat(result.exit()).isEqualTo(ExitCode.NETWORK.number());
    assertThat(result.out()).contains("did not");
  }

  @Test
  void listsTheDeploymentsOfAnAzureResourceForWhoNamesNone() throws IOException {
    upstream.always(request ->
        request.target().startsWith("/openai/deployments?")
            ? Reply.json(
                "{\"data\":[{\"id\":\"prod\",\"model\":\"gpt-4o\",\"status\":\"succeeded\"}]}")
            : Reply.json("{\"data\":[{\"id\":\"gpt-4o\"}]}"));
    CommandFixture.Result result =
        run(
            Tty.NONE,
            Map.of("AZURE_OPENAI_API_KEY", DiagnosisScenario.AZURE_KEY),
            "",
            "azure",
            "--endpoint",
            upstream.url());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("note: deployments: prod (gpt-4o succeeded)");
  }

  @Test
  void takesTheKeyFromAPipe() throws IOException {
    CommandFixture.Result result =
        run(
            Tty.NONE,
            Map.of(),
            KEY + "\n",
            "openai",
            "--endpoint",
            upstream.url() + "/v1",
            "--model",
            "gpt-4o",
            "--key-file",
            "-");

    assertThat(result.exit()).isZero();
    assertThat(upstream.requests())
        .allMatch(request -> request.header("authorization").orElse("").equals("Bearer " + KEY));
  }

  @Test
  void asksNobodyForAKeyAtATerminal() throws IOException {
    CommandFixture.Result result =
        run(
            new Tty(true, true, true),
            Map.of(),
            "",
            "openai",
            "--endpoint",
            upstream.url(),
            "--key-file",
            "-");

    assertThat(result.exit()).isEqualTo(ExitCode.AUTHENTICATION.number());
    assertThat(result.err()).contains("--key-env VAR");
  }

  @ParameterizedTest
  @CsvSource({"missing.txt, there is no file", "., is a folder"})
  void aKeyFileThatIsNoneIsTold(String file, String why) throws IOException {
    CommandFixture.Result result =
        run("openai", "--endpoint", upstream.url(), "--key-file", folder.resolve(file).toString());

    assertThat(result.exit()).isEqualTo(ExitCode.AUTHENTICATION.number());
    assertThat(result.err()).contains(why);
  }

  @Test
  void anUnsetVariableIsNamed() throws IOException {
    CommandFixture.Result result =
        run("openai", "--endpoint", upstream.url(), "--model", "x", "--key-env", "NOT_SET_HERE");

    assertThat(result.exit()).isEqualTo(ExitCode.AUTHENTICATION.number());
    assertThat(result.err()).contains("NOT_SET_HERE", "try: export");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--endpoint http://127.0.0.1:1",
        "a b --endpoint http://127.0.0.1:1",
        "openai --endpoint http://127.0.0.1:1 --key-env A --key-file B",
        "--concurrency 0",
        "--bench 0",
        "--bench x",
        "--watch 0s",
        "--watch 5s -o junit",
        "--free --bench 3",
        "--max-cost much",
        "--level nowhere",
      })
  void refusesWhatMakesNoSense(String args) throws IOException {
    CommandFixture.Result result = run(args.split(" "));

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(result.err()).contains("error: ", "try: llmgw test");
    assertThat(upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"tap, TAP version 14", "junit, <?xml", "github, ::", "json, {", "yaml, ok: true"})
  void printsNothingElseThanTheReport(String format, String begin) throws IOException {
    CommandFixture.Result result = run("smart", "-o", format);

    assertThat(result.exit()).isZero();
    assertThat(result.out()).startsWith(begin);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void onlyChecksAreReported() {
    CommandFixture.Result result = CommandFixture.create().run("config", "check", "-o", "junit");

    assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
    assertThat(result.err()).contains("llmgw test");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void tellsEachTargetAsItComes() throws IOException {
    List<String> lines = run("-o", "stream-json", "--free").out().lines().toList();

    assertThat(lines).hasSize(4);
    assertThat(lines).allMatch(line -> Json.MAPPER.readTree(line).path("name").isString());
  }

  @Test
  void measuresHowFastItIs() throws IOException {
    CommandFixture.Result result = run("smart", "--bench", "3", "-o", "json");
    JsonNode bench = Json.MAPPER.readTree(result.out()).at("/bench/0");

    assertThat(bench.path("rounds").asInt()).isEqualTo(3);
    assertThat(bench.path("error_rate").asDouble()).isZero();
    assertThat(bench.path("ttft_p50_ms").isNumber()).isTrue();
    assertThat(upstream.requests()).hasSize(1 + 1 + 3);
  }

  @Test
  void quietTellsOnlyWhatFails() throws IOException {
    CommandFixture.Result result = run("--quiet");

    assertThat(result.out()).contains("✗ broken").doesNotContain("✓");
    assertThat(run("smart", "--quiet").out()).isEmpty();
  }

  @Test
  void rewritesItsLinesOnATerminal() throws IOException {
    Tty terminal = new Tty(false, true, true);
    CommandFixture.Result result =
        run(terminal, Map.of("COLUMNS", "70", "TERM", "xterm"), "", "smart", "--no-color");

    assertThat(result.out()).contains("\u001b[1A\r").contains("✓ smart").contains("1 passed");
    CommandFixture.Result plain = run(terminal, Map.of("TERM", "dumb"), "", "smart", "--no-color");
    assertThat(plain.out()).doesNotContain("\u001b");
  }

  @Test
  void testsTheModelsOfARunningGateway() throws IOException {
    CommandFixture.Result result = run("--server", upstream.url());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("✓ gpt-4o", "✓ text-embedding-3-small");
    assertThat(upstream.requests())
        .extracting(Received::target)
        .contains("/v1/chat/completions", "/v1/embeddings");
  }

  @Test
  void aModelTheGatewayLacksIsNotTested() throws IOException {
    CommandFixture.Result result = run("gpt-4p", "--server", upstream.url());

    assertThat(result.exit()).isEqualTo(ExitCode.MODEL.number());
    assertThat(result.err()).contains("gpt-4o");
  }

  @Test
  void aGatewayThatDoesNotRunIsTold() throws IOException {
    int port = upstream.port();
    upstream.close();
    CommandFixture.Result result = run("--server", "http://127.0.0.1:" + port);

    assertThat(result.exit()).isEqualTo(ExitCode.NETWORK.number());
    assertThat(result.out()).contains("127.0.0.1:" + port);
  }

  @Test
  void aFolderIsNoConfiguration() throws IOException {
    CommandFixture.Result result = run("--config", folder.toString());

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(result.err()).contains("is a directory");
  }

  @Test
  void withoutAnyFileTheEnvironmentIsTested() throws IOException {
    Path nothing = Files.createDirectory(folder.resolve("empty"));
    var environment =
        io.llmgw.config.Environment.of(
            Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", upstream.url() + "/v1"),
            nothing,
            nothing);
    var surroundings =
        new Surroundings(environment, Tty.NONE, java.io.InputStream.nullInputStream());
    CommandFixture.Result all = CommandFixture.with(surroundings).run("test");
    CommandFixture.Result one = CommandFixture.with(surroundings).run("test", "openai/gpt-4o");

    assertThat(all.exit()).isZero();
    assertThat(all.out()).contains("✓ demo").contains("✓ openai/*").contains("name one");
    assertThat(one.out()).containsPattern("✓ openai/gpt-4o .* chat ");
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.cli.CommandFixture.Result;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.json.Json;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** One-shot chats, scripts and the list of chats, with the demo model. */
class ChatCommandTest {
  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();

  /** Where nothing is written down the demo model answers only when it is named. */
  @BeforeEach
  void configure() throws Exception {
    Files.writeString(
        folder.resolve("llmgw.yaml"),
        """
        model_list:
          - model_name: demo
            litellm_params: {model: demo/demo}
        """);
  }

  private Result run(String... args) {
    return piped("", args);
  }

  private Result piped(String input, String... args) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    Environment environment = Environment.of(variables, folder, folder);
    return CommandFixture.with(new Surroundings(environment, Tty.NONE, in)).run(args);
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }

  @Test
  void asksAnotherGatewayAndKnowsItsPrices() throws Exception {
    Path config = folder.resolve("other.yaml");
    Files.writeString(
        config,
        """
        model_list:
          - model_name: priced
            litellm_params: {model: demo/demo}
            model_info: {input_cost_per_token: 0.001, output_cost_per_token: 0.002}
          - model_name: other
            litellm_params: {model: demo/demo}
        """);
    ConfigRequest request = new ConfigRequest(config, null, 0, null, false);
    Environment empty = Environment.of(Map.of(), folder, folder);
    try (GatewayServer gateway =
        GatewayServer.start(GatewayRuntime.open(new ConfigLoader(empty), request), "1")) {
      String url = "http://127.0.0.1:" + gateway.port();
      Result answered = run("chat", "-m", "pric", "echo two words", "--server", url, "-o", "json");
      Result capped = run("chat", "-m", "priced", "hi", "--server", url, "--max-cost", "0.01");
      Result unknown = run("chat", "-m", "nobody", "hi", "--server", url);

      JsonNode answer = json(answered.out());
      assertThat(answer.path("content").asString()).isEqualTo("two words");
      double tokens =
          answer.at("/usage/input").asDouble() + 2 * answer.at("/usage/output").asDouble();
      assertThat(answer.path("cost_usd").asDouble()).isEqualTo(tokens / 1000, within(1e-9));
      assertThat(capped.exit()).isEqualTo(9);
      assertThat(unknown.exit()).isEqualTo(5);
      assertThat(unknown.err()).contains("There is priced, other.");
    }
  }

  @Test
  void printsNothingButTheAnswer() {
    assertThat(run("chat", "echo hello")).isEqualTo(new Result(0, "hello\n", ""));
    assertThat(piped("data", "chat", "-m", "demo", "echo this").out())
        .isEqualTo("this\n\n```stdin\ndata\n```\n");
  }

  @Test
  void tellsProgramsEverything() {
    JsonNode answer = json(run("chat", "think about it", "-o", "json").out());

    assertThat(answer.path("content").asString()).startsWith("I thought about it");
    assertThat(answer.path("reasoning").asString()).isNotEmpty();
    assertThat(answer.path("finish_reason").asString()).isEqualTo("stop");
    assertThat(answer.path("model").asString()).isEqualTo("demo");
    assertThat(answer.path("route").get(0).path("status").asString()).isEqualTo("complete");
    assertThat(answer.path("usage").path("output").asInt()).isPositive();
    assertThat(answer.path("usage").path("reasoning").asInt()).isPositive();
    assertThat(answer.path("cost_usd").asDouble()).isZero();
    assertThat(answer.path("timing").path("total_ms").isNumber()).isTrue();
  }

  @Test
  void tellsProgramsWhatHappensWhenItDoes() {
    List<JsonNode> events =
        run("chat", "think about it", "-o", "stream-json")
            .out()
            .lines()
            .map(ChatCommandTest::json)
            .toList();

    assertThat(events.stream().map(event -> event.path("type").asString()).distinct())
        .containsExactly("start", "reasoning", "delta", "usage", "end");
  }

  @Test
  void printsOnlyABlock() {
    assertThat(run("chat", "-x", "code in Java").out())
        .startsWith("void main()")
        .doesNotContain("```");
    assertThat(run("chat", "-x", "last", "code in Java").out()).startsWith("void main()");
    assertThat(run("chat", "-x", "2", "code in Java").exit()).isEqualTo(6);
  }

  @Test
  void answersInTheFormOfASchema() {
    JsonNode answer = json(run("chat", "who?", "--schema", "name, age int").out());

    assertThat(answer.path("name").isString()).isTrue();
    assertThat(answer.path("age").isInt()).isTrue();
    assertThat(json(run("chat", "who?", "--json-mode").out()).isObject()).isTrue();
  }

  @Test
  void showsTheAnswerInStepsToNobody() {
    assertThat(run("chat", "echo hi", "-u").err()).startsWith("demo · ").contains(" tok · $0.00");
  }

  @Test
  void showsWhatWouldBeSent() {
    Result result = run("chat", "echo hi", "--dry-run", "-o", "json");

    assertThat(json(result.out()).path("estimated_input_tokens").asInt()).isPositive();
    assertThat(run("chat", "echo hi", "--dry-run").out()).contains("estimate", "model       demo");
    assertThat(run("chat", "sessions", "list").out()).isEmpty();
  }

  @Test
  void asksInARole() throws Exception {
    Path roles = Files.createDirectories(folder.resolve(".config/llmgw/roles"));
    Files.writeString(roles.resolve("kind.md"), "---\nmodel: demo\nmax_tokens: 7\n---\nBe kind.\n");

    assertThat(run("chat", "-r", "kind", "echo hi", "--title", "K").out()).isEqualTo("hi\n");
    assertThat(json(run("chat", "sessions", "show", "K", "--json").out()).path("system"))
        .isEqualTo(json("\"Be kind.\""));
  }

  @Test
  void needsAModelThatIsThere() throws Exception {
    Files.delete(folder.resolve("llmgw.yaml"));

    Result nothing = run("chat", "hi");
    assertThat(nothing.exit()).isEqualTo(4);
    assertThat(nothing.err())
        .contains("no key of a provider is set")
        .contains("llmgw keys set openai", "ollama pull", "llmgw chat -m demo");
    assertThat(piped("hi\n", "chat", "--script", "-").exit()).isEqualTo(4);
    assertThat(run("chat", "-m", "demo", "echo hi").out()).isEqualTo("hi\n");
  }

  @Test
  void usesTheModelChosenLast() throws Exception {
    Files.delete(folder.resolve("llmgw.yaml"));
    Path state = Files.createDirectories(folder.resolve(".local/state/llmgw"));
    Files.writeString(state.resolve("model"), "demo\n");

    assertThat(run("chat", "echo hi").out()).isEqualTo("hi\n");
  }

  @Test
  void asksTheModelsOfALocalServer() throws Exception {
    Files.delete(folder.resolve("llmgw.yaml"));
    try (ScriptedUpstream ollama =
        ScriptedUpstream.start().always(Reply.json("{\"models\":[{\"name\":\"llama3.2:3b\"}]}"))) {
      variables.put("OLLAMA_HOST", ollama.url());

      assertThat(run("chat", "hi", "--dry-run").out()).contains("ollama/llama3.2:3b");
      assertThat(run("chat", "-m", "llama", "hi", "--dry-run").out())
          .contains("ollama/llama3.2:3b");
    }
  }

  @Test
  void readsAKeptChatWithoutWritingToIt() {
    run("chat", "echo one", "--title", "T");

    assertThat(run("chat", "-c", "--no-save", "echo two").out()).isEqualTo("two\n");
    assertThat(run("chat", "sessions", "show", "T").out()).doesNotContain("two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat hi --max-cost -1|--max-cost takes an amount",
        "chat hi --max-cost nan|--max-cost",
        "chat hi --wrap -5|--wrap takes",
        "chat hi -c --fork x|only one of them",
        "chat hi --resume|lets you choose",
        "chat hi --script s.txt|says what to ask",
        "chat -i hi --dry-run|one question alone",
        "chat --script s.txt --schema name|one question alone",
        "chat -i hi -m a -m b|with /compare",
        "chat hi -m demo -m x --schema name|go with one model",
      })
  void saysWhichFlagsCannotBeTogether(String line, String message) {
    Result result = run(line.split(" "));

    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: ").contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5|chat -m dmeo hi|there is no model 'dmeo'",
        "2|chat hi -f gone.txt|there is no file gone.txt",
        "2|chat hi -P temprature=1|there is no parameter 'temprature'",
        "2|chat hi --temperature 9|'9.0' is no value for temperature",
        "2|chat hi --think hard|'hard' is no level of thinking",
        "2|chat hi --schema gone.json|there is no file gone.json",
        "2|chat hi -m demo -m demo|demo is named twice",
        "2|chat hi -s @gone|cannot read the system prompt",
        "2|chat|There is no prompt",
        "2|chat --script gone.txt|there is no file gone.txt",
        "3|chat hi --server ftp://x|is no address of a gateway",
        "8|chat -m x hi --server http://127.0.0.1:1|",
        "8|chat hi --server http://127.0.0.1:1|does not answer",
        "5|chat -c hi|there is no chat to go on with",
        "5|chat --resume nothing hi|there is no chat 'nothing'",
        "7|chat error 429|Rate limit reached",
        "4|chat error 401|",
        "6|chat error 500|",
      })
  void saysWhatIsWrong(int exit, String line, String message) {
    Result result = run(line.split(" "));

    assertThat(result.exit()).as(result.err()).isEqualTo(exit);
    assertThat(result.err()).startsWith("error: ").contains(message == null ? "" : message);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void keepsThePartThatCameBeforeAnError() {
    Result result = run("chat", "error midstream");

    assertThat(result.out()).isNotEmpty();
    assertThat(result.err()).startsWith("error: ");
    assertThat(result.exit()).isEqualTo(6);
  }

  @Test
  void goesOnWithAChat() {
    run("chat", "echo one", "--title", "Numbers");
    assertThat(run("chat", "-c", "echo two").exit()).isZero();
    assertThat(run("chat", "--fork", "Numbers@1", "echo three").exit()).isZero();

    assertThat(run("chat", "sessions", "list").out().lines()).hasSize(2);
    assertThat(run("chat", "sessions", "show", "2").out())
        .contains("one", "two")
        .doesNotContain("three");
    assertThat(run("chat", "sessions", "show", "1").out())
        .contains("one", "three")
        .doesNotContain("two");
  }

  @Test
  void letsNoModelControlTheTerminal() {
    Tty tty = new Tty(true, true, true);
    var surroundings =
        new Surroundings(
            Environment.of(variables, folder, folder), tty, InputStream.nullInputStream());
    String command = "echo before \u001b]52;c;AAAA\u0007 after \u009b2J";

    for (String flag : List.of("--raw", "--no-stream", "--color=never")) {
      Result result = CommandFixture.with(surroundings).run("chat", flag, command);
      assertThat(result.out())
          .as(flag)
          .contains("before", "after")
          .doesNotContain("52;c", "\u009b");
    }
    assertThat(run("chat", command).out()).contains("\u001b]52;c");
  }

  @Test
  void keepsNothingWhenAskedTo() {
    run("chat", "--no-save", "echo one");

    assertThat(run("chat", "sessions", "list").out()).isEmpty();
  }

  @Test
  void answersThoughTheFileOfChatsIsDamaged() throws Exception {
    run("chat", "echo one");
    Path file = folder.resolve(".local/share/llmgw/chat.db");
    Files.writeString(file, "no database ".repeat(2_000));

    Result result = run("chat", "echo two");

    assertThat(run("chat", "echo two", "-q").err()).isEmpty();
    assertThat(result.out()).isEqualTo("two\n");
    assertThat(result.err()).contains("warning: this chat is not saved", "damaged");
    assertThat(file).content().startsWith("no database no database");
    assertThat(run("chat", "-c", "echo three").err()).contains("damaged");
  }

  @Test
  void answersThoughTheFileOfChatsIsHeldByAnother() throws Exception {
    run("chat", "echo one");
    Path file = folder.resolve(".local/share/llmgw/chat.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Result result = run("chat", "echo two");
      statement.execute("ROLLBACK");

      assertThat(result.out()).isEqualTo("two\n");
      assertThat(result.err()).startsWith("warning: this chat is n").contains("another process");
    }
    assertThat(run("chat", "echo three").err()).isEmpty();
  }

  @Test
  void saysThatItsFolderCannotBeUsed() throws Exception {
    Files.createDirectories(folder.resolve(".local/share"));
    Files.writeString(folder.resolve(".local/share/llmgw"), "");

    Result result = run("chat", "hi");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("cannot be read").doesNotContain("should not have happened");
  }

  @Test
  void managesChats() throws Exception {
    run("chat", "echo wombat");
    String id = json(run("chat", "sessions", "list", "--json").out()).get(0).path("id").asString();

    assertThat(run("chat", "sessions", "search", "womb").out()).contains(id, "wombat");
    assertThat(run("chat", "sessions", "rename", id, "Mar", "su").exit()).isZero();
    assertThat(run("chat", "sessions", "list").out()).endsWith("Mar su\n");
    Path file = folder.resolve("chat.html");
    assertThat(run("chat", "sessions", "export", id, file.toString()).exit()).isZero();
    assertThat(file).content().contains("<h1>Mar su</h1>");
    assertThat(run("chat", "sessions", "export", id, file.toString()).exit()).isEqualTo(2);
    assertThat(run("chat", "sessions", "delete", id).exit()).isEqualTo(2);
    JsonNode deleted = json(run("chat", "sessions", "delete", "-y", id, "--json").out());
    assertThat(deleted.path("sessions").get(0).asString()).isEqualTo(id);
    assertThat(run("chat", "sessions", "delete", "-y", id).exit()).isEqualTo(5);
    assertThat(run("chat", "sessions").exit()).isEqualTo(2);
  }

  @Test
  void runsAScript() throws Exception {
    Files.writeString(
        folder.resolve("s.txt"),
        "echo one\n/undo\n\"\"\"\necho two\nlines\n\"\"\"\n/exit\necho no\n");

    assertThat(run("chat", "--script", "s.txt").out()).isEqualTo("one\ntwo\nlines\n");
    Result broken = piped("echo one\n/bogus\necho no\n", "chat", "--script", "-");
    assertThat(broken.out()).isEqualTo("one\n");
    assertThat(broken.err()).startsWith("error: there is no command /bogus");
    assertThat(broken.exit()).isEqualTo(2);
  }

  @Test
  void printsAnObjectForEachTurnOfAScript() {
    List<JsonNode> turns =
        piped("echo one\necho two\n", "chat", "--script", "-", "-o", "stream-json")
            .out()
            .lines()
            .map(ChatCommandTest::json)
            .toList();

    assertThat(turns)
        .extracting(turn -> turn.path("content").asString())
        .containsExactly("one", "two");
  }

  @Test
  void comparesModels() throws Exception {
    Files.writeString(
        folder.resolve("llmgw.yaml"),
        """
        model_list:
          - model_name: a
            litellm_params: {model: demo/demo}
          - model_name: b
            litellm_params: {model: demo/demo}
          - model_name: down
            litellm_params: {model: openai/x, api_base: "http://127.0.0.1:1/v1", api_key: k}
        router_settings: {num_retries: 0}
        """);

    Result both = run("chat", "-m", "a", "-m", "b", "echo hi");
    assertThat(both.out()).isEqualTo("● 1 a\n\nhi\n\n● 2 b\n\nhi\n\n");
    Result json = run("chat", "-m", "a", "-m", "b", "echo hi", "-o", "json");
    assertThat(json(json.out())).hasSize(2);
    Result plans = run("chat", "-m", "a", "-m", "b", "echo hi", "--dry-run", "-o", "json");
    assertThat(json(plans.out())).hasSize(2);
    assertThat(run("chat", "-m", "a", "-m", "down", "echo hi", "-o", "stream-json").out().lines())
        .hasSize(2)
        .extracting(line -> json(line).at("/route/0/status").asString())
        .containsExactly("complete", "failed");
    Result partly = run("chat", "-m", "a", "-m", "down", "echo hi");
    assertThat(partly.exit()).isEqualTo(10);
    assertThat(partly.out()).startsWith("● 1 a\n\nhi\n");
    assertThat(partly.err()).startsWith("error: 2 down: ");
    assertThat(run("chat", "-m", "a", "-m", "b", "--blind", "echo hi").out()).doesNotContain("1 a");
  }
}

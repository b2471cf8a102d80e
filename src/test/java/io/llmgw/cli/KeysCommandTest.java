package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingKeys;
import io.llmgw.app.TestingServer;
import io.llmgw.json.Json;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class KeysCommandTest {
  @TempDir Path folder;
  private final Map<String, String> variables = new HashMap<>();

  private CommandFixture.Result run(String... args) {
    return typing("", Tty.NONE, args);
  }

  private CommandFixture.Result typing(String input, Tty tty, String... args) {
    variables.put("XDG_DATA_HOME", folder.resolve("data").toString());
    variables.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    return CommandFixture.with(variables, tty, input).run(args);
  }

  private Path secrets() {
    return folder.resolve("config/llmgw/secrets.env");
  }

  @Test
  void tellsWhatItCanDo() {
    assertThat(run("keys").out()).contains("keys create", "keys set");
  }

  @Nested
  class OfClients {
    private String create(String... more) {
      String[] args = new String[more.length + 2];
      args[0] = "keys";
      args[1] = "create";
      System.arraycopy(more, 0, args, 2, more.length);
      CommandFixture.Result made = run(args);
      assertThat(made.exit()).as(made.err()).isZero();
      return made.out().strip();
    }

    private JsonNode show(String name) {
      return Json.MAPPER.readTree(run("keys", "show", name, "-o", "json").out());
    }

    @Test
    void printsTheSecretOnceAndAlone() {
      CommandFixture.Result made =
          run("keys", "create", "--name", "ci", "--models", "gpt-*,claude-*", "--rpm", "60");
      assertThat(made.out()).matches("sk-[A-Za-z0-9_-]{43}\n");
      assertThat(made.err())
          .contains("key 'ci': made in " + folder.resolve("data/llmgw/llmgw.db"))
          .contains("not shown again")
          .contains("the gateway asks for keys only when it has a master key");
      String secret = made.out().strip();
      for (String command : new String[] {"keys show ci", "keys list", "keys list -o json"}) {
        assertThat(run(command.split(" ")).out())
            .contains("sk-..." + secret.substring(42))
            .doesNotContain(secret);
      }
    }

    @Test
    void takesEverySetting() {
      create(
          "--name", "ci",
          "--models", "a,b*",
          "--routes", "llm_api_routes",
          "--rpm", "1",
          "--tpm", "2",
          "--parallel", "3",
          "--model-rpm", "a=4",
          "--model-tpm", "a=5",
          "--alias", "x=a",
          "--budget", "20.5/month",
          "--expires", "2099-01-31",
          "--user", "ann",
          "--team", "web",
          "--metadata", "{\"k\":[1]}");
      assertThat(show("ci").toString())
          .contains(
              "\"models\":[\"a\",\"b*\"]",
              "\"allowed_routes\":[\"llm_api_routes\"]",
              "\"rpm_limit\":1,\"tpm_limit\":2,\"max_parallel_requests\":3",
              "\"model_rpm_limit\":{\"a\":4}",
              "\"model_tpm_limit\":{\"a\":5}",
              "\"aliases\":{\"x\":\"a\"}",
              "\"max_budget\":20.5",
              "\"budget_duration\":\"1mo\"",
              "\"expires\":\"2099-01-31T00:00:00Z\"",
              "\"user_id\":\"ann\",\"team_id\":\"web\"",
              "\"metadata\":{\"k\":[1]}");
    }

    @Test
    void changesAndTakesAway() {
      create("--name", "ci", "--rpm", "5", "--models", "a", "--expires", "30d");
      var after = run("keys", "update", "ci", "--rpm", "none", "--tpm", "7", "--block");
      assertThat(after.exit()).isZero();
      assertThat(after.out()).contains("tpm_limit").doesNotContain("rpm_limit");
      assertThat(run("keys", "list").out()).contains("\tblocked\n");
      run("keys", "update", "ci", "--no-block", "--models", "none", "--expires", "none");
      assertThat(show("ci").path("models")).isEmpty();
      assertThat(run("keys", "list").out()).contains("\tgood\n");
    }

    @Test
    void rotatesWithGrace() {
      String first = create("--name", "ci");
      var rotated = run("keys", "rotate", "ci", "--grace", "24h");
      assertThat(rotated.out().strip()).startsWith("sk-").isNotEqualTo(first);
      assertThat(rotated.err()).contains("the old secret is good until 20");
      // a key is found by both of its secrets
      assertThat(run("keys", "show", first).exit()).isZero();
      assertThat(run("keys", "rotate", "ci").err()).contains("the old secret is over");
    }

    @Test
    void asksBeforeItRevokes() {
      create("--name", "ci");
      assertThat(run("keys", "revoke", "ci").exit()).isEqualTo(2);
      assertThat(typing("n\n", new Tty(true, true, true), "keys", "revoke", "ci").exit())
          .isEqualTo(130);
      assertThat(run("keys", "show", "ci").exit()).isZero();
      var yes = typing("y\n", new Tty(true, true, true), "keys", "revoke", "ci");
      assertThat(yes.exit()).isZero();
      assertThat(run("keys", "show", "ci").exit()).isEqualTo(5);
      assertThat(run("keys", "revoke", "ci", "--yes").exit()).isEqualTo(5);
    }

    @Test
    void listMakesNoDatabase() {
      CommandFixture.Result none = run("keys", "list");
      assertThat(none.exit()).isZero();
      assertThat(none.out()).isEmpty();
      assertThat(run("keys", "show", "ci").err()).contains("There are no keys in ");
      assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void drawsATableOnATerminal() {
      create("--name", "ci");
      assertThat(typing("", new Tty(true, true, true), "keys", "list").out())
          .startsWith("KIND    NAME  SOURCE")
          .contains("client  ci    ");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "keys create --rpm many | 2 | --rpm takes a whole number, or none, not 'many'",
          "keys create --budget much | 2 | --budget takes dollars, such as 20 or 20/30d, not 'much'",
          "keys create --expires soon | 2 | 'duration' must be a time such as 30m, 24h or 30d.",
          "keys create --metadata x | 2 | --metadata takes a JSON object",
          "keys create --name sk-ci | 2 | 'key_alias' must not begin with 'sk-'",
          "keys create --routes chat | 2 | neither a path nor one of",
          "keys create --name ci | 2 | 'ci' is the name of another key",
          "keys update ci | 2 | nothing to change was named",
          "keys update nobody --rpm 1 | 5 | There is no key 'nobody'.",
          "keys rotate ci --grace x | 2 | 'grace_period' must be a time",
          "keys show | 2 | Missing required parameter: 'KEY'",
          "keys list --server http://127.0.0.1:1 | 4 | master key is needed",
          "keys lst | 2 | list"
        })
    void saysWhatIsWrong(String command, int exit, String message) {
      create("--name", "ci");
      var result = run(command.split(" "));
      assertThat(result.err()).contains(message);
      assertThat(result.exit()).isEqualTo(exit);
      assertThat(result.out()).isEmpty();
    }

    @Test
    void refusesADatabaseOthersMayRead() throws IOException {
      create("--name", "ci");
      Path file = folder.resolve("data/llmgw/llmgw.db");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      var result = run("keys", "list");
      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err()).contains("chmod 600 '" + file + "'");
    }

    @Test
    void managesTheKeysOfARunningGateway() {
      try (TestingServer server =
          TestingServer.start(
              new TestingConfig().key("sk-master-key").with(TestingConfig.entry("chat-a")),
              new FakeProvider().always(Scenario.says("Hello")),
              TestingKeys.in(folder.resolve("gateway")))) {
        String url = "http://127.0.0.1:" + server.port() + "/v1";
        variables.put("LLMGW_MASTER_KEY", "sk-master-key");
        String secret = create("--name", "ci", "--server", url);
        String bearer = "Authorization: Bearer " + secret;
        assertThat(server.get("/v1/models", bearer).status()).isEqualTo(200);
        assertThat(run("keys", "list", "--server", url).out()).contains("client\tci\thttp://127");
        assertThat(run("keys", "show", "ci", "--server", url).out()).contains("key_alias");
        run("keys", "update", "ci", "--block", "--server", url);
        assertThat(server.get("/v1/models", bearer).status()).isEqualTo(401);
        assertThat(run("keys", "show", "none", "--server", url).exit()).isEqualTo(5);
        assertThat(run("keys", "revoke", "ci", "--yes", "--server", url).exit()).isZero();
        variables.put("LLMGW_MASTER_KEY", "sk-another");
        var refused = run("keys", "list", "--server", url);
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err()).contains("not valid for this gateway", "LLMGW_MASTER_KEY");
      }
    }
  }

  @Nested
  class OfProviders {
    private static final String SECRET = "sk-provider-secret-1234";

    private CommandFixture.Result set(String provider) {
      return typing(SECRET + "\n", Tty.NONE, "keys", "set", provider, "-", "--no-verify");
    }

    @Test
    void storesAKeyOnlyItsOwnerMayRead() throws IOException {
      assertThat(set("openai").out()).isEqualTo("stored OPENAI_API_KEY in " + secrets() + "\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets())))
          .isEqualTo("rw-------");
      assertThat(Files.readString(secrets())).contains("OPENAI_API_KEY='" + SECRET + "'");
      assertThat(run("keys", "get", "openai").out()).isEqualTo("****1234\n");
      assertThat(run("keys", "get", "openai", "-o", "json").out())
          .contains("****1234")
          .doesNotContain(SECRET);
    }

    @Test
    void everyCommandUsesIt() {
      set("openai");
      assertThat(run("config", "show").out())
          .contains("openai", secrets().toString())
          .doesNotContain(SECRET);
      variables.put("OPENAI_API_KEY", "sk-from-the-environment-9999");
      assertThat(run("config", "show").out()).contains("$OPENAI_API_KEY");
      assertThat(run("keys", "list").out())
          .contains("provider\topenai\t$OPENAI_API_KEY\t****9999\twins over " + secrets());
      assertThat(set("openai").err())
          .contains("OPENAI_API_KEY is set by $OPENAI_API_KEY, and wins");
    }

    @Test
    void takesItFromAFileAVariableOrACommand() throws IOException {
      Path file = Files.writeString(folder.resolve("key.txt"), "sk-of-the-file-5555\n");
      run("keys", "set", "openai", "--no-verify", "--from-file", file.toString());
      assertThat(run("keys", "get", "openai").out()).contains("5555");
      variables.put("MY_KEY", "sk-of-the-variable-6666");
      run("keys", "set", "groq", "--no-verify", "--from-env", "MY_KEY");
      assertThat(run("keys", "get", "groq").out()).contains("6666");
      run("keys", "set", "azure", "--from-command", "echo sk-of-the-command-7777");
      assertThat(run("keys", "get", "AZURE_OPENAI_API_KEY").out()).contains("7777");
      assertThat(run("keys", "get", "openai").out()).contains("5555");
    }

    @Test
    void revealsToWhoeverInsists() {
      set("openai");
      var tty = new Tty(true, true, true);
      assertThat(typing("", tty, "keys", "get", "openai", "--reveal").out())
          .isEqualTo(SECRET + "\n");
      assertThat(run("keys", "get", "openai", "--reveal").exit()).isEqualTo(2);
      assertThat(run("keys", "get", "openai", "--reveal", "--yes").out()).isEqualTo(SECRET + "\n");
      var json = run("keys", "get", "openai", "--reveal", "--yes", "-o", "json");
      assertThat(json.exit()).isEqualTo(2);
      assertThat(json.out() + json.err()).doesNotContain(SECRET);
    }

    @Test
    void forgetsAKey() {
      set("openai");
      set("groq");
      assertThat(run("keys", "remove", "openai").exit()).isEqualTo(2);
      assertThat(run("keys", "rm", "openai", "--yes").exit()).isZero();
      assertThat(run("keys", "get", "openai").exit()).isEqualTo(5);
      assertThat(run("keys", "remove", "openai", "--yes").exit()).isEqualTo(5);
      assertThat(run("keys", "get", "groq").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "it's got 'quotes'",
          "a\"b\\c$d",
          "${HOME}",
          "#hash",
          "ünïcödé",
          "back\\slash'quote"
        })
    void keepsAnyKeyAsItIs(String secret) {
      typing(secret, Tty.NONE, "keys", "set", "openai", "-", "--no-verify");
      assertThat(run("keys", "get", "openai", "--reveal", "--yes").out()).isEqualTo(secret + "\n");
    }

    @Test
    void importsWhatTheEnvironmentHolds() throws IOException {
      assertThat(run("keys", "import").exit()).isEqualTo(4);
      variables.put("GROQ_API_KEY", "gsk_0123456789abcdef");
      var preview = run("keys", "import");
      assertThat(preview.exit()).isEqualTo(2);
      assertThat(preview.err()).contains("GROQ_API_KEY", "****cdef").doesNotContain("gsk_01");
      assertThat(secrets()).doesNotExist();
      assertThat(run("keys", "import", "--yes").out()).startsWith("stored 1 in ");
      Path dotEnv =
          Files.writeString(folder.resolve(".env"), "OPENAI_API_KEY=sk-a-b-c-d-e-f\nX=1\n");
      assertThat(run("keys", "import", dotEnv.toString(), "--yes").out()).startsWith("stored 1");
      Path llm =
          Files.writeString(
              folder.resolve("keys.json"), "{\"anthropic\":\"sk-ant-123\",\"//\":\"note\"}");
      run("keys", "import", llm.toString(), "--yes");
      assertThat(Files.readString(secrets()))
          .contains("GROQ_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY")
          .doesNotContain("X=");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "keys set openai | 4 | --from-file FILE, --from-env NAME, --from-command COMMAND",
          "keys set openai --no-input | 4 | there is no terminal",
          "keys set openai sk-oops-on-the-line | 2 | seen by everyone",
          "keys set opnai - | 5 | did you mean openai?",
          "keys set demo - | 5 | demo has no key to keep",
          "keys set openai - | 4 | the key that was given is empty",
          "keys set openai - --from-env X | 2 | in one way only",
          "keys set openai --from-env NOT_SET | 4 | NOT_SET is not set",
          "keys set openai --from-file /nowhere | 2 | there is no file /nowhere",
          "keys set openai --from-file / | 2 | / is a folder",
          "keys set openai --from-command false | 4 | the command ended with 1",
          "keys set openai --value x | 2 | Unknown option",
          "keys import /nowhere | 2 | there is no file /nowhere"
        })
    void saysWhatIsWrong(String command, int exit, String message) {
      var result = run(command.split(" "));
      assertThat(result.err()).contains(message).doesNotContain("sk-oops");
      assertThat(result.exit()).isEqualTo(exit);
      assertThat(secrets()).doesNotExist();
    }

    @Test
    void refusesAFileOthersMayRead() throws IOException {
      set("openai");
      Files.setPosixFilePermissions(secrets(), PosixFilePermissions.fromString("rw-r-----"));
      for (String command : new String[] {"keys get openai", "keys list", "config check"}) {
        var result = run(command.split(" "));
        assertThat(result.exit()).as(command).isEqualTo(3);
        assertThat(result.err() + result.out()).contains("chmod 600 '" + secrets() + "'");
      }
    }
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ProviderKeysTest {
  private static final String OLD = "sk-the-old-key-of-openai-1111";
  private static final String NEW = "sk-the-new-key-of-openai-2222";
  private static final String BAD = "sk-nobody-knows-this-one-9999";

  @TempDir Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private final ScriptedUpstream upstream = ScriptedUpstream.start();

  @BeforeEach
  void write() throws IOException {
    variables.put("XDG_DATA_HOME", folder.resolve("data").toString());
    variables.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    Path config = Files.createDirectories(folder.resolve("config/llmgw")).resolve("config.yaml");
    Files.writeString(
        config,
        """
        model_list:
          - model_name: m
            litellm_params: {model: openai/gpt-5, api_base: '%s/v1'}
          - model_name: n
            litellm_params: {model: openai/gpt-5-mini, api_base: '%s/v1'}
        """
            .formatted(upstream.url(), upstream.url()));
    upstream.always(received ->
        received.header("authorization").orElse("").equals("Bearer " + BAD)
            ? Reply.json(401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}")
            : Reply.json(200, received.target().endsWith("/models") ? MODELS : ANSWER));
  }

  private static final String MODELS =
      "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-5\",\"object\":\"model\"}]}";

  private static final String ANSWER =
      "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-5\",\"choices\":"
          + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"
          + "\"finish_reason\":\"stop\"}]}";

  @AfterEach
  void close() {
    upstream.close();
  }

  private CommandFixture.Result typing(String input, String... args) {
    return CommandFixture.with(variables, Tty.NONE, input).run(args);
  }

  private CommandFixture.Result run(String... args) {
    return typing("", args);
  }

  private String stored() {
    return run("keys", "get", "openai", "--reveal", "--yes").out().strip();
  }

  @Test
  void asksThePlaceTheKeyIsForBeforeItKeepsIt() {
    var good = typing(OLD, "keys", "set", "openai", "-");
    assertThat(good.exit()).as(good.err()).isZero();
    assertThat(good.err()).contains("accepted by the provider");
    // two models at one place are one question, and the list of models costs nothing
    assertThat(upstream.requests()).hasSize(1);
    assertThat(upstream.request().method() + " " + upstream.request().target())
        .isEqualTo("GET /v1/models");
    assertThat(upstream.request().header("authorization")).contains("Bearer " + OLD);

    var bad = typing(BAD, "keys", "set", "openai", "-");
    assertThat(bad.exit()).isEqualTo(4);
    assertThat(bad.err())
        .contains("the key for OPENAI_API_KEY did not pass its check", "--no-verify")
        .doesNotContain(BAD);
    assertThat(stored()).isEqualTo(OLD);
    assertThat(typing(BAD, "keys", "set", "openai", "-", "--no-verify").exit()).isZero();
    assertThat(stored()).isEqualTo(BAD);
  }

  @Test
  void saysWhenThePlaceCannotBeReached() {
    upstream.close();
    var lost = typing(OLD, "keys", "set", "openai", "-", "--timeout", "5s");
    assertThat(lost.exit()).as(lost.err()).isEqualTo(8);
    assertThat(lost.err()).contains("did not pass its check", "--no-verify");
    assertThat(run("keys", "get", "openai").exit()).isEqualTo(5);
  }

  @Test
  void saysWhenNothingTellsWhereAKeyIsUsed() {
    assertThat(typing(OLD, "keys", "set", "azure", "-").err()).contains("not checked");
    assertThat(typing(OLD, "keys", "set", "MY_OWN_KEY", "-").err()).contains("not checked");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void rotatesInARunningGatewayAndTakesItBack() {
    typing(OLD, "keys", "set", "openai", "-");
    var environment = Environment.of(variables, folder, folder);
    GatewayRuntime runtime =
        GatewayRuntime.open(
            new ConfigLoader(environment), new ConfigRequest(null, "127.0.0.1", 0, null, false));
    try (GatewayServer server = GatewayServer.start(runtime, "1")) {
      assertThat(keyUsed(server)).isEqualTo("Bearer " + OLD);

      assertThat(typing(BAD, "keys", "rotate", "openai", "-").exit()).isEqualTo(4);
      assertThat(stored()).isEqualTo(OLD);
      assertThat(run("keys", "rotate", "openai", "--confirm").exit()).isEqualTo(5);

      var rotated = typing(NEW, "keys", "rotate", "openai", "-");
      assertThat(rotated.exit()).as(rotated.err()).isZero();
      assertThat(rotated.out()).contains("****2222").doesNotContain(NEW);
      assertThat(rotated.err()).contains("llmgw keys rotate openai --confirm");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(keyUsed(server)).isEqualTo("Bearer " + NEW));
      assertThat(run("keys", "list").out()).contains("in force, rotation to confirm");
      var twice = typing(OLD, "keys", "rotate", "openai", "-");
      assertThat(twice.exit()).isEqualTo(2);
      assertThat(twice.err()).contains("neither confirmed nor taken back");

      assertThat(run("keys", "rotate", "openai", "--undo").out()).contains("in force again");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(keyUsed(server)).isEqualTo("Bearer " + OLD));
    }
    typing(NEW, "keys", "rotate", "openai", "-");
    assertThat(run("keys", "rotate", "openai", "--confirm").out()).contains("is forgotten");
    assertThat(run("keys", "rotate", "openai", "--undo").exit()).isEqualTo(5);
    assertThat(stored()).isEqualTo(NEW);
  }

  private String keyUsed(GatewayServer server) {
    try (WireClient client = WireClient.connect(server.port())) {
      String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
      assertThat(client.post("/v1/chat/completions", body).answer().status()).isEqualTo(200);
    }
    return upstream.requests().getLast().header("authorization").orElse("");
  }

  @Test
  void rotatesOnlyWhatWouldTakeEffect() {
    assertThat(typing(NEW, "keys", "rotate", "openai", "-").exit()).isEqualTo(5);
    typing(OLD, "keys", "set", "openai", "-");
    var same = typing(OLD, "keys", "rotate", "openai", "-");
    assertThat(same.err()).contains("is stored already");
    variables.put("OPENAI_API_KEY", NEW);
    var hidden = typing(NEW, "keys", "rotate", "openai", "-");
    assertThat(hidden.exit()).isEqualTo(2);
    assertThat(hidden.err()).contains("OPENAI_API_KEY is set by $OPENAI_API_KEY, which wins");
    variables.remove("OPENAI_API_KEY");
    run("keys", "set", "openai", "--from-command", "echo " + OLD);
    assertThat(typing(NEW, "keys", "rotate", "openai", "-").err()).contains("by a command");
  }

  @Test
  void tellsAProviderFromAClientOfThatName() {
    typing(OLD, "keys", "set", "openai", "-");
    run("keys", "create", "--name", "openai");
    var both = typing(NEW, "keys", "rotate", "openai", "-");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("a provider and the name of a client's key", "rotate key_");
    assertThat(typing(NEW, "keys", "rotate", "OPENAI_API_KEY", "-").exit()).isZero();
    assertThat(run("keys", "rotate", "ci", "--confirm").err()).contains("is no provider");
    assertThat(run("keys", "rotate", "groq", "--grace", "1h").err()).contains("--grace is for");
  }

  @Test
  void keepsACommandInsteadOfWhatItPrints() throws IOException {
    run("keys", "set", "openai", "--from-command", "echo " + OLD);
    assertThat(run("keys", "list").out()).contains("provider\topenai\tcommand\t****1111\tin force");
    run("keys", "set", "openai", "--from-command", "echo " + NEW, "--store", "file");
    assertThat(Files.readString(folder.resolve("config/llmgw/secrets.env")))
        .contains("OPENAI_API_KEY='" + NEW + "'");
  }

  @Test
  void saysWhatAStoreNeeds() {
    var none = typing(OLD, "keys", "set", "openai", "-", "--store", "passphrase");
    assertThat(none.exit()).isEqualTo(4);
    assertThat(none.err()).contains("LLMGW_SECRETS_PASSPHRASE");
    var odd = typing(OLD, "keys", "set", "openai", "-", "--store", "moon");
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("--store file, passphrase, keychain");
    variables.put("PATH", folder.toString());
    var missing = typing(OLD, "keys", "set", "openai", "-", "--store", "pass", "--no-verify");
    assertThat(missing.exit()).isEqualTo(3);
    assertThat(missing.err()).contains("pass");
  }

  @Test
  void managesKeysAlsoWhereOneCannotBeOpened() throws IOException {
    variables.put("LLMGW_SECRETS_PASSPHRASE", "correct horse");
    typing(OLD, "keys", "set", "openai", "-", "--store", "passphrase", "--no-verify");
    assertThat(run("keys", "get", "openai").out()).isEqualTo("****1111\n");
    variables.remove("LLMGW_SECRETS_PASSPHRASE");
    assertThat(run("keys", "create", "--name", "ci").exit()).isZero();
    assertThat(run("keys", "list").out())
        .contains("provider\topenai\tpassphrase\t\tnot to be had: the stored key OPENAI_API_KEY")
        .contains("client\tci\t");
    var closed = run("config", "show");
    assertThat(closed.exit()).isEqualTo(3);
    assertThat(closed.err() + closed.out()).contains("LLMGW_SECRETS_PASSPHRASE");
    Files.writeString(folder.resolve("config/llmgw/config.yaml"), "model_list: nonsense");
    assertThat(run("keys", "show", "ci").exit()).isZero();
  }

  @Test
  void importsTheKeysOfOtherPrograms() throws IOException {
    Path liteLlm =
        Files.writeString(
            folder.resolve("router-config.yaml"),
            """
            model_list:
              - model_name: a
                litellm_params: {model: openai/gpt-5, api_key: sk-of-litellm-1111}
              - model_name: b
                litellm_params: {model: openai/gpt-5-mini, api_key: sk-of-litellm-2222}
              - model_name: c
                litellm_params: {model: anthropic/claude, api_key: os.environ/ANTHROPIC_API_KEY}
            environment_variables: {GROQ_API_KEY: gsk_of-litellm-3333, OTHER: 1}
            """);
    var preview = run("keys", "import", liteLlm.toString());
    assertThat(preview.exit()).isEqualTo(2);
    assertThat(preview.err())
        .contains("GROQ_API_KEY", "****3333", "OPENAI_API_KEY", "****1111")
        .contains("another key for OPENAI_API_KEY, ****2222, is left out")
        .doesNotContain("ANTHROPIC", "sk-of");
    assertThat(run("keys", "import", liteLlm.toString(), "--yes").exit()).isZero();
    Path aichat =
        Files.writeString(
            folder.resolve("aichat.yaml"),
            """
            model: mistral:x
            clients:
              - type: gemini
                api_key: AIza-of-aichat-4444
              - {type: openai-compatible, name: mistral, api_key: of-aichat-5555555}
              - {type: ollama}
            """);
    assertThat(run("keys", "import", aichat.toString(), "--yes").out()).startsWith("stored 2");
    assertThat(run("keys", "list").out()).contains("****3333", "****1111", "****4444", "****5555");
    Path noText = Files.write(folder.resolve("x.env"), new byte[] {'A', '=', (byte) 0xff});
    assertThat(run("keys", "import", noText.toString()).err()).contains("holds no text");
    assertThat(run("keys", "import", folder.toString()).err()).contains("is a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set openai -", "get openai", "remove openai --yes", "import --yes"})
  void neverSendsAProvidersKeyToAnotherGateway(String command) {
    var refused = typing(OLD, ("keys " + command + " --server http://127.0.0.1:9").split(" "));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("kept on this machine only");
  }

  @Test
  void tellsWhereKeysAre() {
    assertThat(run("keys", "path").out())
        .contains(
            "provider\t" + folder.resolve("config/llmgw/secrets.env") + "\tdoes not exist",
            "client\t" + folder.resolve("data/llmgw/llmgw.db"),
            "pepper\t");
    assertThat(run("keys", "path", "-o", "json").out()).contains("\"client\":\"");
  }
}

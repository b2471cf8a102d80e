package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Set-ups that people have run with other gateways, unchanged but for where the upstream is. */
@DisabledOnOs(OS.WINDOWS)
class SeedConfigIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String OPENAI_KEY = "sk-openai-0123456789";
  private static final String GROQ_KEY = "gsk_0123456789";
  private static final String GATEWAY_KEY = "sk-prod-0123456789";

  @TempDir Path folder;
  ScriptedUpstream upstream;
  Launch launch;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    launch = new Launch(folder);
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  /** Several vendors behind a master key, every secret in the environment. */
  @Nested
  class RouterConfig {
    @BeforeEach
    void set() {
      launch
          .copy("router-config.yaml", "router-config.yaml")
          .secret("OPENAI_API_KEY", OPENAI_KEY)
          .secret("ANTHROPIC_API_KEY", "sk-ant-0123456789")
          .secret("GROQ_API_KEY", GROQ_KEY)
          .secret("ROUTER_AUTH_TOKEN", GATEWAY_KEY)
          .set("OPENAI_API_BASE", upstream.url() + "/openai/v1")
          .set("GROQ_API_BASE", upstream.url() + "/groq/v1")
          .set("OLLAMA_BASE_URL", upstream.url() + "/v1");
      upstream.always(Reply.json(ChatAnswers.whole("Hi.")));
    }

    @Test
    void servesEachAliasWithItsVendorsKey() {
      try (LlmgwProcess gateway = launch.serve("-c", "router-config.yaml");
          Client client = new Client(gateway.url(), GATEWAY_KEY)) {
        assertThat(client.get("/v1/models").json().path("data"))
            .extracting(model -> model.path("id").asString())
            .contains("fast-reasoning", "low-latency", "local-inference");
        for (String alias : List.of("fast-reasoning", "low-latency", "local-inference")) {
          assertThat(client.post(CHAT, ask(alias)).content()).isEqualTo("Hi.");
        }
      }
      assertThat(upstream.requests())
          .extracting(SeedConfigIT::summary)
          .containsExactly(
              "/openai/v1/chat/completions gpt-4o-mini Bearer " + OPENAI_KEY,
              "/groq/v1/chat/completions llama-3.1-70b-versatile Bearer " + GROQ_KEY,
              "/v1/chat/completions llama3.2 ");
    }

    @Test
    void asksTheCompletionModelWhenNoneIsNamed() {
      try (LlmgwProcess gateway = launch.serve("-c", "router-config.yaml");
          Client client = new Client(gateway.url(), GATEWAY_KEY)) {
        assertThat(client.post(CHAT, "{\"prompt\":\"Hello\"}").content()).isEqualTo("Hi.");
      }
      assertThat(upstream.request().json().path("model").asString()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void letsNobodyInWithoutTheMasterKey() {
      try (LlmgwProcess gateway = launch.serve("-c", "router-config.yaml");
          Client stranger = new Client(gateway.url(), null);
          Client guesser = new Client(gateway.url(), "sk-prod-0123456788")) {
        assertThat(stranger.get("/v1/models").status()).isEqualTo(401);
        assertThat(guesser.post(CHAT, ask("fast-reasoning")).status()).isEqualTo(401);
        assertThat(stranger.get("/health/readiness").status()).isEqualTo(200);
      }
      assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void tellsNoKeyEvenWhenItTellsEverything() {
      upstream.then(
          Reply.json(
              401,
              ChatAnswers.error("Incorrect API key: " + OPENAI_KEY, "auth", "invalid_api_key")));
      try (LlmgwProcess gateway = launch.serve("-c", "router-config.yaml", "--debug");
          Client client = new Client(gateway.url(), GATEWAY_KEY)) {
        Client.Answer refused = client.post(CHAT, ask("fast-reasoning"));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("refused the gateway's key").doesNotContain(OPENAI_KEY);
        gateway.awaitErr("refused the gateway's key");
      }
    }

    @Test
    void saysWhatOfItHasNoEffect() {
      try (LlmgwProcess gateway = launch.serve("-c", "router-config.yaml")) {
        gateway.url();
        gateway.awaitErr("router-config.yaml:23:1");
        gateway.awaitErr("`ui` is ignored");
      }
    }

    @Test
    void retriesAsItsTemplateSays() {
      upstream.then(Reply.json(500, ChatAnswers.error("It broke.", "server_error", null)));
      launch.copy("router-template.yaml", "router-config.yaml");
      try (LlmgwProcess gateway = launch.serve("-c", "router-config.yaml");
          Client client = new Client(gateway.url(), GATEWAY_KEY)) {
        assertThat(client.post(CHAT, ask("primary")).content()).isEqualTo("Hi.");
      }
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  /** No file but variables: a pool of keys, switches, limits. */
  @Nested
  class EnvironmentOnly {
    private static final Set<String> POOL =
        Set.of("sk-first-key-of-the-pool", "sk-second-key-of-the-pool", "sk-third-key-of-the-pool");

    @BeforeEach
    void set() {
      POOL.forEach(launch::secret);
      launch.set("OPENAI_API_BASE", upstream.url() + "/v1");
      upstream.always(request ->
          request.method().equals("GET")
              ? Reply.json("{\"data\":[{\"id\":\"gpt-3.5-turbo\",\"owned_by\":\"openai\"}]}")
              : Reply.json(ChatAnswers.whole("Hi.")));
    }

    @Test
    void isReadFromAFile() {
      launch.copy("environment-only.env", ".env");

      servesThePool();
    }

    @Test
    void isReadFromTheProcess() throws Exception {
      launch.copy("environment-only.env", "variables");
      Files.readAllLines(launch.file("variables")).stream()
          .filter(line -> line.contains("="))
          .map(line -> line.split("=", 2))
          .forEach(pair -> launch.set(pair[0], pair[1]));

      servesThePool();
    }

    private void servesThePool() {
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null)) {
        gateway.awaitOut("openai/gpt-3.5-turbo");
        for (String note :
            List.of("FALLBACK_MODEL", "MAX_COST_PER_HOUR", "`anthropic` is switched")) {
          gateway.awaitErr(note);
        }
        for (int i = 0; i < 20; i++) {
          assertThat(client.post(CHAT, "{\"prompt\":\"Hello\"}").content()).isEqualTo("Hi.");
        }
        client.post(CHAT, ask("openai/gpt-3.5-turbo"));
      }
      List<Received> chats =
          upstream.requests().stream().filter(one -> one.method().equals("POST")).toList();
      assertThat(chats.getFirst().json().path("model").asString()).isEqualTo("gpt-4-turbo");
      assertThat(chats.getLast().json().path("model").asString()).isEqualTo("gpt-3.5-turbo");
      Set<String> used =
          chats.stream()
              .map(one -> one.header("authorization").orElse("").replace("Bearer ", ""))
              .collect(Collectors.toSet());
      assertThat(POOL).containsAll(used);
      assertThat(used).hasSizeGreaterThan(1);
    }
  }

  /**
   * Short names for local models, a key written in the file, and services that are not here yet.
   */
  @Test
  void servesAliasesOfLocalModels() {
    launch
        .secret("sk-1234567890abcdef")
        .secret("hub-password")
        .write(
            "litellm_config.yaml",
            """
            model_list:
              - model_name: llama3
                litellm_params:
                  model: ollama/llama3.2:3b
                  api_base: %1$s
              - model_name: coder
                litellm_params:
                  model: ollama/qwen2.5-coder:1.5b
                  api_base: %1$s
            litellm_settings:
              cache: true
              cache_params:
                type: redis
                host: redis
                port: 6379
            general_settings:
              master_key: sk-1234567890abcdef
              database_url: postgresql://hub:hub-password@db:5432/litellm
            """
                .formatted(upstream.url()));
    upstream.always(
        Reply.json(
            "{\"model\":\"qwen2.5-coder:1.5b\",\"message\":{\"role\":\"assistant\","
                + "\"content\":\"Hi.\"},\"done\":true,\"done_reason\":\"stop\"}"));
    try (LlmgwProcess gateway = launch.serve("--config", "litellm_config.yaml");
        Client client = new Client(gateway.url(), "sk-1234567890abcdef")) {
      assertThat(client.get("/health").json().path("status").asString()).isEqualTo("healthy");
      assertThat(client.get("/v1/models").json().path("data"))
          .extracting(model -> model.path("id").asString())
          .containsExactly("llama3", "coder");
      assertThat(client.post(CHAT, ask("coder")).content()).isEqualTo("Hi.");
      gateway.awaitErr("cache");
      assertThat(gateway.err()).doesNotContain("database_url", "hub-password");
    }
    // the ones before are questions for the list of models, which /health is told by
    Received asked = upstream.requests().getLast();
    assertThat(asked.target()).isEqualTo("/api/chat");
    assertThat(asked.json().path("model").asString()).isEqualTo("qwen2.5-coder:1.5b");
  }

  /**
   * A backend that knows messages only and cannot stream, behind the paths of a hand-made proxy.
   */
  @Nested
  class BackendThatCannotStream {
    private static final String PROXY_CHAT = "/api/openai" + CHAT;

    @BeforeEach
    void set() {
      launch
          .secret("LEMONFOX_API_KEY", "lemonfox-0123456789abcdef")
          .write(
              "llmgw.yaml",
              """
              model_list:
                - model_name: mixtral-chat
                  litellm_params:
                    model: lemonfox/mixtral-chat
                    api_base: %s/v1
                    api_key: os.environ/LEMONFOX_API_KEY
                    max_tokens: 4096
                  model_info:
                    supports_streaming: false
              litellm_settings:
                num_retries: 1
              """
                  .formatted(upstream.url()));
    }

    @Test
    void getsMessagesForAPrompt() {
      upstream.always(Reply.json(ChatAnswers.whole("Hi.")));
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null)) {
        assertThat(client.get("/api/openai/v1/models").json().at("/data/0/id").asString())
            .isEqualTo("mixtral-chat");
        assertThat(
                client
                    .post(PROXY_CHAT, "{\"model\":\"mixtral-chat\",\"prompt\":\"Hello\"}")
                    .content())
            .isEqualTo("Hi.");
      }
      JsonNode sent = upstream.request().json();
      assertThat(sent.at("/messages/0/content").asString()).isEqualTo("Hello");
      assertThat(sent.path("max_tokens").asInt()).isEqualTo(4096);
      assertThat(sent.has("prompt")).isFalse();
    }

    @Test
    void streamsToTheClientAllTheSame() {
      upstream.always(Reply.json(ChatAnswers.whole("Hello, you.")));
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null);
          Client.Stream answer =
              client.stream(
                  PROXY_CHAT,
                  "{\"model\":\"mixtral-chat\",\"prompt\":\"Hello\",\"stream\":true}")) {
        assertThat(answer.type()).startsWith("text/event-stream");
        assertThat(answer.content()).isEqualTo("Hello, you.");
      }
      assertThat(upstream.request().json().path("stream").asBoolean(false)).isFalse();
    }

    @Test
    void isAskedAgainAfterAnEmptyAnswer() {
      upstream.then(Reply.json("{\"id\":\"1\",\"choices\":[]}"));
      upstream.then(Reply.json(ChatAnswers.whole("Hi.")));
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null)) {
        assertThat(client.post(PROXY_CHAT, ask("mixtral-chat")).content()).isEqualTo("Hi.");
      }
    }

    @Test
    void neverHasAnAnswerInventedForIt() {
      upstream.always(Reply.json("{\"id\":\"1\",\"choices\":[]}"));
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null)) {
        Client.Answer answer = client.post(PROXY_CHAT, ask("mixtral-chat"));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().at("/error/message").asString()).contains("lemonfox");
      }
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  /** Several deployments of one Azure resource, its address and key in the environment. */
  @Nested
  class AzureDeployments {
    private static final String AZURE_KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void standSideBySide() {
      launch
          .secret("AZURE_API_KEY", AZURE_KEY)
          .set("AZURE_API_BASE", upstream.url() + "/")
          .set("AZURE_API_VERSION", "2024-10-21")
          .write(
              "llmgw.yaml",
              """
              model_list:
                - model_name: gpt-4o
                  litellm_params:
                    model: azure/my-gpt-4o
                    api_base: os.environ/AZURE_API_BASE
                    api_key: os.environ/AZURE_API_KEY
                    api_version: os.environ/AZURE_API_VERSION
                - model_name: gpt-4o-mini
                  litellm_params:
                    model: azure/my-gpt-4o-mini
                    api_base: os.environ/AZURE_API_BASE
                    api_key: os.environ/AZURE_API_KEY
                    api_version: os.environ/AZURE_API_VERSION
              """);
      upstream.always(Reply.json(ChatAnswers.whole("Hi.")));
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null)) {
        assertThat(client.post(CHAT, ask("gpt-4o")).content()).isEqualTo("Hi.");
        assertThat(client.post(CHAT, ask("gpt-4o-mini")).content()).isEqualTo("Hi.");
      }
      assertThat(upstream.requests())
          .extracting(request -> request.target() + " " + request.header("api-key").orElse(""))
          .containsExactly(
              "/openai/deployments/my-gpt-4o/chat/completions?api-version=2024-10-21 " + AZURE_KEY,
              "/openai/deployments/my-gpt-4o-mini/chat/completions?api-version=2024-10-21 "
                  + AZURE_KEY);
    }

    @Test
    void areFoundWithoutAConfiguration() {
      launch
          .secret("AZURE_OPENAI_API_KEY", AZURE_KEY)
          .set("AZURE_OPENAI_ENDPOINT", upstream.url())
          .set("AZURE_OPENAI_DEPLOYMENT", "my-gpt-4o")
          .set("OPENAI_API_VERSION", "2024-10-21");
      upstream.always(Reply.json(ChatAnswers.whole("Hi.")));
      try (LlmgwProcess gateway = launch.serve();
          Client client = new Client(gateway.url(), null)) {
        assertThat(client.post(CHAT, ask("azure/my-gpt-4o")).content()).isEqualTo("Hi.");
      }
      assertThat(upstream.request().target())
          .isEqualTo("/openai/deployments/my-gpt-4o/chat/completions?api-version=2024-10-21");
    }
  }

  private static String summary(Received request) {
    return request.target()
        + " "
        + request.json().path("model").asString()
        + " "
        + request.header("authorization").orElse("");
  }

  private static String ask(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
        .formatted(model);
  }
}

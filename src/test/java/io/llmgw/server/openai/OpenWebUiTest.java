package io.llmgw.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.json.Json;
import io.llmgw.server.jetty.JettyServer;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The gateway as Open WebUI meets it, over its wire: the numbers are those of the cases in the
 * description of that client. {@link Bubble} reads the answers as it does.
 */
class OpenWebUiTest {
  private static final String KEY = "sk-gateway-key";
  private static final String ORIGIN = "https://chat.example.org";
  private static final String CHAT = "/v1/chat/completions";

  private static final String[] H = {
    "Accept: */*",
    "Accept-Encoding: gzip, deflate, br",
    "User-Agent: Python/3.11 aiohttp/3.13.5",
    "Authorization: Bearer " + KEY
  };

  private static final String[] U = {
    "X-OpenWebUI-User-Name: Zo%C3%AB M",
    "X-OpenWebUI-User-Id: 3f2b8c1e-0000-4000-8000-000000000001",
    "X-OpenWebUI-User-Email: zoe@example.org",
    "X-OpenWebUI-User-Role: user",
    "X-OpenWebUI-Chat-Id: 7c2b8c1e-0000-4000-8000-000000000002",
    "X-OpenWebUI-Auth-Type: jwt",
    "X-OpenWebUI-User-Jwt: eyJhbGciOiJIUzI1NiJ9.e30.x",
    "Cookie: token=session-of-zoe"
  };

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final Upstreams upstreams = new Upstreams();
  private TestingServer server;

  @BeforeEach
  void start() {
    server = upstreams.serve(config());
  }

  @AfterEach
  void stop() {
    server.close();
    upstreams.close();
    upstream.close();
  }

  private TestingConfig config() {
    return new TestingConfig()
        .key(KEY)
        .retries(0)
        .origins(ORIGIN)
        .with(
            entry("chat-a", "openai", "gpt-4o-mini"),
            entry("emb", "openai", "text-embedding-3-small"),
            entry("corp/gpt-5", "openai", "gpt-5"),
            entry("gpt-5", "hosted_vllm", "qwen3"),
            TestingConfig.upstream(
                "no-tools", "openai", "gpt-4o-mini", url(), supports("function_calling", false)),
            TestingConfig.upstream(
                "no-stream", "openai", "gpt-4o-mini", url(), supports("streaming", false)));
  }

  private DeploymentConfig entry(String name, String vendor, String model) {
    return TestingConfig.upstream(name, vendor, model, url(), ModelInfo.NONE);
  }

  private String url() {
    return upstream.url() + "/v1";
  }

  private static ModelInfo supports(String what, boolean whether) {
    return new ModelInfo(null, null, null, null, Map.of(what, whether), Map.of());
  }

  private void restart(TestingConfig config) {
    server.close();
    server = upstreams.serve(config);
  }

  private static String[] with(String[] headers, String... more) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private WireAnswer models(String... more) {
    return server.get("/v1/models", with(H, more));
  }

  private WireAnswer chat(String body, String... more) {
    return server.post(CHAT, body, with(H, more));
  }

  private static List<String> ids(WireAnswer list) {
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.isJson()).isTrue();
    return list.json().path("data").valueStream().map(e -> e.path("id").asString()).toList();
  }

  private static String ask(String model, String members) {
    return "{'model':'%s','messages':[{'role':'user','content':'hello'}]%s}"
        .formatted(model, members);
  }

  private static String ui(String model) {
    ArrayNode tools = Json.MAPPER.createArrayNode();
    IntStream.range(0, 26)
        .forEach(i ->
            tools
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "tool_" + i)
                .put("description", "One of many.")
                .putObject("parameters")
                .put("type", "object")
                .putObject("properties"));
    return """
    {"stream":true,"model":"%s","messages":[{"role":"system","content":"Be kind."},\
    {"role":"user","content":"hello"}],"tools":%s}\
    """
        .formatted(model, tools);
  }

  private static String chunk(String delta, String more) {
    return """
    data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024",\
    "choices":[{"index":0,"delta":%s,"finish_reason":null}]%s}

    """
        .formatted(delta, more);
  }

  private static String text(String text) {
    return chunk("{\"content\":\"" + text + "\"}", "");
  }

  private static String finish(String reason, String more) {
    return """
    data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini-2024",\
    "choices":[{"index":0,"delta":{},"finish_reason":"%s"}]%s}

    """
        .formatted(reason, more);
  }

  private static String usage(int prompt, int completion) {
    return ",\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(prompt, completion, prompt + completion);
  }

  private static final String DONE = "data: [DONE]\n\n";

  private static final String HELLO =
      chunk("{\"role\":\"assistant\",\"content\":\"\"}", "")
          + text("Hel")
          + text("lo")
          + finish("stop", "")
          + DONE;

  private static final String WHOLE =
      """
      {"id":"c1","object":"chat.completion","created":1,"model":"gpt-4o-mini-2024","choices":[\
      {"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}\
      """;

  /** What the chat that comes next makes the gateway ask. */
  private JsonNode asked(String body) {
    upstream.then(body.contains("'stream':true") ? Reply.sse(HELLO) : Reply.json(WHOLE));
    WireAnswer answer = chat(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return upstream.requests().getLast().json();
  }

  @Nested
  class ListsAndAuth {
    @Test
    void case1ListsChatModelsOnlyWithoutAskingAnyone() {
      upstream.close();
      models();

      long start = System.nanoTime();
      WireAnswer answer = models();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(ids(answer))
          .containsExactly("chat-a", "corp/gpt-5", "gpt-5", "no-tools", "no-stream");
      assertThat(answer.json().path("object").asString()).isEqualTo("list");
      assertThat(answer.json().path("data"))
          .allSatisfy(entry -> {
            assertThat(entry.path("object").asString()).isEqualTo("model");
            assertThat(entry.path("created").isIntegralNumber()).isTrue();
            assertThat(entry.path("owned_by").asString("")).isNotEmpty();
          });
      assertThat(took).isLessThan(Duration.ofMillis(50));
      assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void case2RefusesAWrongKeyAndNoneInJson() {
      for (String[] headers : new String[][] {{"Authorization: Bearer wrong"}, {}}) {
        WireAnswer answer = server.get("/v1/models", headers);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.isJson()).isTrue();
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").asString("")).isNotEmpty();
        assertThat(error.path("type").asString("")).isEqualTo("auth_error");
        assertThat(error.path("code").asString("")).isEqualTo("invalid_api_key");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1//models", "/v1/models/", "//v1/models", "/v1///models//"})
    void case3TakesPathsWithTooManySlashes(String path) {
      assertThat(ids(server.get(path, H))).isEqualTo(ids(models()));
    }

    @Test
    void case4ListsNothingThatOpenWebUiMisreads() {
      String list = models().text();

      assertThat(list)
          .doesNotContain("pipeline")
          .doesNotContain("\"name\":null")
          .doesNotContain("\"info\"");
    }

    @Test
    void case5SetsModelsUpWhenAskedTo() {
      restart(config().openWebUiInfo());

      JsonNode data = models().json().path("data");

      assertThat(data).isNotEmpty();
      assertThat(data)
          .allSatisfy(entry -> assertThat(capabilities(entry).path("usage").asBoolean()).isTrue());
      JsonNode noTools =
          data.valueStream()
              .filter(entry -> entry.path("id").asString().equals("no-tools"))
              .findFirst()
              .orElseThrow();
      assertThat(capabilities(noTools).path("builtin_tools").asBoolean(true)).isFalse();
    }

    private static JsonNode capabilities(JsonNode entry) {
      return entry.path("info").path("meta").path("capabilities");
    }

    @Test
    void case6ListsTheSameForEveryUser() {
      String zoe = models(U).text();
      String max = models("X-OpenWebUI-User-Id: another", "X-OpenWebUI-User-Role: admin").text();

      assertThat(zoe).isEqualTo(max).isEqualTo(models().text());
    }

    @Test
    void case7AnswersAnUnknownPathInJson() {
      WireAnswer answer = server.get("/v1/nope", H);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.isJson()).isTrue();
      assertThat(answer.errorMessage()).contains("/v1/nope");
    }
  }

  @Nested
  class ChatStream {
    @Test
    void case8StreamsAnAnswerToAChatOfTheUi() {
      upstream.then(Reply.sse(HELLO));

      WireAnswer answer = chat(ui("chat-a"), U);
      Bubble bubble = Bubble.of(answer);

      assertThat(answer.header("content-type").orElse("")).startsWith("text/event-stream");
      assertThat(bubble.chunks.getFirst().path("choices").path(0).path("delta").path("role"))
          .isEqualTo(Json.MAPPER.stringNode("assistant"));
      assertThat(bubble.text.toString()).isEqualTo("Hello");
      assertThat(bubble.finish).isEqualTo("stop");
      assertThat(bubble.usages).isEmpty();
      assertThat(bubble.done).isTrue();
      assertThat(bubble.model).isEqualTo("chat-a");
      JsonNode sent = upstream.request().json();
      assertThat(sent.path("model").asString()).isEqualTo("gpt-4o-mini");
      assertThat(sent.path("tools")).hasSize(26);
    }

    @Test
    void case9TellsTheUsageInOneChunkOfItsOwn() {
      upstream.then(
          Reply.sse(
              HELLO.replace(
                  DONE,
                  finish("stop", "")
                          .replace(
                              "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]",
                              "[]" + usage(9, 4))
                      + DONE)));

      Bubble bubble =
          Bubble.of(chat(ask("chat-a", ",'stream':true,'stream_options':{'include_usage':true}")));

      assertThat(bubble.promptTokens()).isEqualTo(9);
      assertThat(bubble.completionTokens()).isEqualTo(4);
      assertThat(bubble.usages).hasSize(1);
      assertThat(bubble.chunks.getLast().path("choices").isEmpty()).isTrue();
      assertThat(bubble.chunks.getLast().has("usage")).isTrue();
      assertThat(bubble.done).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'stream_options':{'include_usage':true}"})
    void case10CollapsesUsageThatIsRepeated(String options) {
      upstream.then(
          Reply.sse(
              chunk("{\"role\":\"assistant\",\"content\":\"Hel\"}", usage(9, 1))
                  + chunk("{\"content\":\"lo\"}", usage(9, 2))
                  + finish("stop", usage(9, 2))
                  + DONE));

      Bubble bubble = Bubble.of(chat(ask("chat-a", ",'stream':true" + options)));

      assertThat(bubble.text.toString()).isEqualTo("Hello");
      assertThat(bubble.promptTokens()).isEqualTo(9);
      assertThat(bubble.completionTokens()).isEqualTo(2);
    }

    @Test
    void case12FitsTheParametersToTheRealModel() {
      JsonNode sent =
          asked(
              "{'model':'corp/gpt-5','max_tokens':50,'temperature':0.3,'messages':["
                  + "{'role':'developer','content':'Be kind.'},{'role':'user','content':'x'}]}");

      assertThat(sent.path("model").asString()).isEqualTo("gpt-5");
      assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(50);
      assertThat(sent.has("max_tokens")).isFalse();
      assertThat(sent.has("temperature")).isFalse();
      assertThat(sent.path("messages").path(0).path("role").asString()).isEqualTo("developer");
    }

    @Test
    void case13FitsTheNewNamesToAnUpstreamThatKnowsTheOldOnes() {
      JsonNode sent =
          asked(
              "{'model':'gpt-5','max_completion_tokens':50,'messages':["
                  + "{'role':'developer','content':'Be kind.'},{'role':'user','content':'x'}]}");

      assertThat(sent.path("model").asString()).isEqualTo("qwen3");
      assertThat(sent.path("max_tokens").asInt()).isEqualTo(50);
      assertThat(sent.has("max_completion_tokens")).isFalse();
      assertThat(sent.path("messages").path(0).path("role").asString()).isEqualTo("system");
    }

    @Test
    void case14DropsParametersOfOtherSystems() {
      JsonNode sent =
          asked(
              ask(
                  "chat-a",
                  ",'num_ctx':8192,'repeat_penalty':1.1,'think':true,'keep_alive':'5m','min_p':0.1,"
                      + "'top_k':40,'mirostat':1,'temperature':0.3"));

      assertThat(sent.propertyNames())
          .containsExactlyInAnyOrder("model", "messages", "temperature");
    }

    @Test
    void case15DropsToolsThatCannotBeUsed() {
      assertThat(asked(ask("chat-a", ",'tools':[]")).has("tools")).isFalse();

      upstream.then(Reply.sse(HELLO));
      assertThat(Bubble.of(chat(ui("no-tools"))).text.toString()).isEqualTo("Hello");
      assertThat(upstream.requests().getLast().json().has("tools")).isFalse();
    }

    @Test
    void case20PassesCitationsOn() {
      upstream.then(
          Reply.sse(
              text("See")
                  + chunk(
                      "{\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":"
                          + "{\"url\":\"https://example.org/a\",\"title\":\"A\"}}]}",
                      "")
                  + finish("stop", "")
                  + DONE));

      Bubble bubble = Bubble.of(chat(ask("chat-a", ",'stream':true")));

      JsonNode citation =
          bubble.chunks.stream()
              .map(chunk -> chunk.at("/choices/0/delta/annotations/0/url_citation"))
              .filter(JsonNode::isObject)
              .findFirst()
              .orElseThrow();
      assertThat(citation.path("url").asString()).isEqualTo("https://example.org/a");
      assertThat(citation.path("title").asString()).isEqualTo("A");
    }

    @Test
    void case21SplitsLinesTheClientWouldChokeOn() {
      String long_ = "0123456789abcdef".repeat(1 << 16);
      upstream.then(Reply.sse(text(long_) + finish("stop", "") + DONE));

      Bubble bubble = Bubble.of(chat(ask("chat-a", ",'stream':true")));

      assertThat(bubble.text.toString()).isEqualTo(long_);
      assertThat(bubble.finish).isEqualTo("stop");
    }

    @Test
    void case22GivesSignsOfLifeDuringSilence() {
      restart(config().keepAlive(Duration.ofMillis(40)));
      upstream.then(Reply.silence());
      try (WireClient client = server.connect()) {
        client.post(CHAT, ask("chat-a", ",'stream':true").replace('\'', '"'), H);

        assertThat(client.head()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
          assertThat(new String(client.chunk(), UTF_8)).isEqualTo(": ping\n\n");
        }
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void case23TellsInBandThatTheProviderDied(boolean reset) {
      Reply begun = Reply.sse(text("So far ")).send(text("so good"));
      upstream.then(reset ? begun.pause(Duration.ofMillis(50)).reset() : begun.cut());

      WireAnswer answer = chat(ask("chat-a", ",'stream':true"));
      Bubble bubble = Bubble.of(answer);

      assertThat(answer.complete()).isTrue();
      assertThat(bubble.text.toString()).isEqualTo("So far so good");
      JsonNode last = bubble.chunks.getLast();
      assertThat(last.has("choices")).isFalse();
      assertThat(last.path("error").propertyNames()).contains("message", "type", "code");
      assertThat(bubble.error)
          .isNotEmpty()
          .doesNotContainIgnoringCase("okhttp")
          .doesNotContain("Exception")
          .doesNotContain("java.");
    }

    @Test
    void case23KeepsTextThatCameInOnePacketWithTheError() {
      upstream.then(
          Reply.sse(
              text("So far ")
                  + text("so good")
                  + "data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"server_error\"}}\n\n"));

      WireAnswer answer = chat(ask("chat-a", ",'stream':true"));

      assertThat(answer.complete()).isTrue();
      assertThat(Bubble.of(answer).text.toString()).isEqualTo("So far so good");
      assertThat(Bubble.of(answer).error).isEqualTo("Overloaded");
    }

    @Test
    void case24CancelsTheUpstreamAfterThreeChunks() {
      upstream.then(Reply.sse(text("a")).send(text("b")).send(text("c")).stall());
      WireClient client = server.connect();
      client.post(CHAT, ask("chat-a", ",'stream':true").replace('\'', '"'), H);
      client.head();
      StringBuilder read = new StringBuilder();
      while (!read.toString().contains("\"c\"")) {
        read.append(new String(client.chunk(), UTF_8));
      }
      long left = System.nanoTime();

      client.close();

      long cancelled = upstream.request().cancelledAt().orElseThrow();
      assertThat(Duration.ofNanos(cancelled - left)).isLessThan(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            429 | application/json | {"error":{"message":"Slow down"}} | Slow down
            500 | application/json | {"error":"It broke"}              | It broke
            502 | text/html        | <html><body>Bad</body></html>     | web page
            503 | text/plain       | Down for maintenance              | Down for maintenance
            500 | text/plain       |                                   | answered with status 500
            """)
    void case25TellsAFailureBeforeTheFirstByteInReadableJson(
        int status, String type, String body, String said) {
      upstream.always(Reply.page(status, type, body == null ? "" : body));

      for (String stream : new String[] {"", ",'stream':true"}) {
        WireAnswer answer = chat(ask("chat-a", stream));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.isJson()).isTrue();
        assertThat(answer.errorMessage()).contains(said).doesNotContain("<html>");
      }
    }

    @Test
    void case25AsksAnotherDeploymentFirst() {
      restart(
          config()
              .retries(1)
              .with(
                  group("first", TestingConfig.order(1)), group("second", TestingConfig.order(2))));
      upstream.then(Reply.json(429, "{\"error\":{\"message\":\"Slow down\"}}"));
      upstream.then(Reply.sse(HELLO));

      WireAnswer answer = chat(ask("group", ",'stream':true"));

      assertThat(Bubble.of(answer).text.toString()).isEqualTo("Hello");
      assertThat(answer.header("x-litellm-model-id")).contains("second");
      assertThat(answer.header("x-litellm-attempted-retries")).contains("1");
    }

    private DeploymentConfig group(String id, Limits limits) {
      var plain = entry("group", "openai", "gpt-4o-mini");
      return new DeploymentConfig(
          id,
          plain.modelName(),
          plain.provider(),
          plain.model(),
          plain.endpoint(),
          plain.azure(),
          limits,
          plain.repair(),
          plain.info(),
          plain.origin());
    }

    @Test
    void case27KeepsWhatIsTheClientsFromTheUpstream() {
      upstream.always(
          r -> r.text().contains("\"stream\":true") ? Reply.sse(HELLO) : Reply.json(WHOLE));

      chat(ui("chat-a"), U);
      chat(ask("chat-a", ""), with(U, "x-litellm-api-key: " + KEY, "api-key: " + KEY));
      server.post("/v1/embeddings", "{'model':'emb','input':['x']}", with(H, U));

      assertThat(upstream.requests()).hasSize(3);
      assertThat(upstream.requests()).allSatisfy(OpenWebUiTest::holdsNothingOfTheClient);
    }

    @Test
    void case28TakesLargeBodiesAndRefusesTooLargeOnes() {
      String image = "A".repeat(20 << 20);
      String body =
          "{\"model\":\"chat-a\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
              + "\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
              + image
              + "\"}}]}]}";
      upstream.then(Reply.json(WHOLE));
      assertThat(chat(body).status()).isEqualTo(200);
      assertThat(upstream.request().body().length).isGreaterThan(20 << 20);

      WireAnswer refused = chat(body.replace("\"}}]}]}", "A".repeat(13 << 20) + "\"}}]}]}"));

      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.isJson()).isTrue();
      assertThat(refused.errorMessage()).contains("32 MiB").contains("max_request_size_mb");
    }

    @Test
    void case29SendsEventsUncompressedAndAtOnce() {
      upstream.then(Reply.sse(text("first")).stall());
      try (WireClient client = server.connect()) {
        client.post(CHAT, ask("chat-a", ",'stream':true").replace('\'', '"'), H);

        assertThat(client.head()).isEqualTo(200);
        assertThat(new String(client.chunk(), UTF_8)).startsWith("data: {").contains("first");
      }
    }

    @Test
    void case30ClosesIdleConnectionsCleanly() {
      server.close();
      server =
          upstreams.serve(
              config(),
              new JettyServer.Limits(16 * 1024, Duration.ofSeconds(15), Duration.ofMillis(300)));
      List<WireClient> clients =
          IntStream.range(0, 50).mapToObj(_ -> server.connect()).collect(Collectors.toList());
      for (int round = 0; round < 2; round++) {
        for (WireClient client : clients) {
          assertThat(client.get("/v1/models", H).answer().status()).isEqualTo(200);
        }
      }

      assertThat(clients).allSatisfy(client -> assertThat(client.closedByServer()).isTrue());
      assertThat(models().status()).isEqualTo(200);
      clients.forEach(WireClient::close);
    }
  }

  private static void holdsNothingOfTheClient(Received received) {
    assertThat(received.header("authorization")).contains("Bearer sk-upstream-key");
    assertThat(received.headers())
        .allSatisfy(header -> {
          assertThat(header.getKey()).doesNotContain("openwebui").isNotEqualTo("cookie");
          assertThat(header.getKey()).isNotIn("api-key", "x-litellm-api-key", "origin");
          assertThat(header.getValue()).doesNotContain(KEY).doesNotContain("zoe");
        });
  }

  @Nested
  class Azure {
    private final String[] both = {"api-key: " + KEY, "Authorization: Bearer " + KEY};

    @Test
    void case39ListsModels() {
      WireAnswer list = server.get("/openai/models?api-version=2024-10-21", "api-key: " + KEY);

      assertThat(ids(list)).isEqualTo(ids(models()));
    }

    @Test
    void case40TakesTheModelFromThePath() {
      upstream.then(
          Reply.sse(
              HELLO.replace(
                  DONE,
                  chunk("{}", "")
                          .replaceAll("\"choices\":\\[.*?}\\]", "\"choices\":[]" + usage(5, 2))
                      + DONE)));

      Bubble bubble =
          Bubble.of(
              server.post(
                  "/openai/deployments/chat-a/chat/completions?api-version=2024-10-21",
                  "{'messages':[{'role':'user','content':'hello'}],'stream':true,"
                      + "'stream_options':{'include_usage':true}}",
                  with(both, "api-version: 2024-10-21")));

      assertThat(bubble.text.toString()).isEqualTo("Hello");
      assertThat(bubble.usages).hasSize(1);
      assertThat(bubble.model).isEqualTo("chat-a");
      assertThat(upstream.request().json().path("model").asString()).isEqualTo("gpt-4o-mini");
      assertThat(upstream.request().header("api-version")).isEmpty();
    }

    @Test
    void case40TakesAModelWithAnEncodedSlash() {
      upstream.then(Reply.json(WHOLE));

      WireAnswer answer =
          server.post(
              "/openai/deployments/corp%2Fgpt-5/chat/completions?api-version=x",
              "{'messages':[{'role':'user','content':'hello'}]}", both);

      assertThat(Bubble.of(answer).model).isEqualTo("corp/gpt-5");
    }

    @Test
    void case41Embeds() {
      upstream.then(
          Reply.json(
              "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                  + "\"embedding\":[0.5,-1]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,"
                  + "\"total_tokens\":1}}"));

      WireAnswer answer =
          server.post(
              "/openai/deployments/emb/embeddings?api-version=2024-10-21",
              "{'input':['hello']}",
              both);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().at("/data/0/embedding/1").asDouble()).isEqualTo(-1);
      assertThat(upstream.request().json().path("model").asString())
          .isEqualTo("text-embedding-3-small");
    }

    @Test
    void case42TakesOrdinaryBodiesOnTheNewSurface() {
      upstream.then(Reply.json(WHOLE));

      WireAnswer answer = server.post("/openai/v1/chat/completions", ask("chat-a", ""), both);

      assertThat(Bubble.of(answer).text.toString()).isEqualTo("Hello");
    }
  }

  @Nested
  class DirectConnections {
    @Test
    void case67AnswersAPreflightWithoutAKey() {
      try (WireClient client = server.connect()) {
        WireAnswer answer =
            client
                .send(
                    "OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: x\r\nOrigin: "
                        + ORIGIN
                        + "\r\nAccess-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: authorization,content-type\r\n"
                        + "Access-Control-Request-Private-Network: true\r\n\r\n")
                .answer();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-origin")).contains(ORIGIN);
        assertThat(answer.header("access-control-allow-methods").orElse(""))
            .contains("GET", "POST", "OPTIONS");
        assertThat(answer.header("access-control-allow-headers").orElse(""))
            .contains("authorization", "content-type");
        assertThat(answer.header("access-control-max-age")).isPresent();
        assertThat(answer.header("access-control-allow-private-network")).contains("true");
        // the connection goes on
        assertThat(client.get("/v1/models", H).answer().status()).isEqualTo(200);
      }
    }

    @Test
    void case68LetsTheConfiguredOriginReadAnswersAndErrors() {
      upstream.always(Reply.sse(HELLO));
      List<WireAnswer> answers =
          List.of(
              chat(ask("chat-a", ",'stream':true"), "Origin: " + ORIGIN),
              chat(ask("unknown", ""), "Origin: " + ORIGIN),
              server.get("/v1/models", "Origin: " + ORIGIN),
              server.get("/nope", "Origin: " + ORIGIN));

      assertThat(answers).extracting(WireAnswer::status).containsExactly(200, 404, 401, 404);
      assertThat(answers)
          .allSatisfy(
              answer -> assertThat(answer.header("access-control-allow-origin")).contains(ORIGIN));
    }

    @Test
    void case68LetsNoOtherOriginIn() {
      WireAnswer answer = models("Origin: https://evil.example");

      assertThat(answer.header("access-control-allow-origin")).isEmpty();
      assertThat(answer.header("vary").orElse("")).contains("Origin");
    }

    @Test
    void case69SendsWholeEventsWithEachWrite() {
      upstream.then(Reply.sse("").sendInPieces(HELLO, 7));

      WireAnswer answer = chat(ask("chat-a", ",'stream':true"), "Origin: " + ORIGIN);

      assertThat(answer.chunks()).isNotEmpty();
      assertThat(answer.chunks())
          .allSatisfy(
              chunk -> assertThat(new String(chunk, UTF_8)).startsWith("data: ").endsWith("\n\n"));
    }
  }

  @Test
  void streamsFromAnUpstreamThatCannot() {
    upstream.then(Reply.json(WHOLE));

    Bubble bubble = Bubble.of(chat(ask("no-stream", ",'stream':true")));

    assertThat(bubble.text.toString()).isEqualTo("Hello");
    assertThat(bubble.done).isTrue();
    assertThat(upstream.request().json().path("stream").asBoolean(false)).isFalse();
  }
}

package io.llmgw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every request passes, over real sockets. */
@Timeout(20)
class FrontTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String KEY = "sk-gateway-key";
  private static final String BEARER = "Authorization: Bearer " + KEY;
  private static final String WHOLE =
      "{'model':'chat-a','messages':[{'role':'user','content':'hello'}]}";
  private static final String STREAM =
      "{'model':'chat-a','messages':[{'role':'user','content':'hello'}],'stream':true}";

  private final FakeProvider provider = new FakeProvider().always(Scenario.says("Hello"));
  private TestingServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(TestingConfig config) {
    server = TestingServer.start(config.with(TestingConfig.entry("chat-a")), provider);
  }

  private WireAnswer models(String... headers) {
    return server.get("/v1/models", headers);
  }

  @Nested
  class Authentication {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "Authorization: Bearer sk-gateway-key",
          "authorization: bearer sk-gateway-key",
          "Authorization: BEARER   sk-gateway-key  ",
          "Authorization: Basic sk-gateway-key",
          "Authorization: AWS4-HMAC-SHA256 Credential=sk-gateway-key/20261120/x/bedrock/aws4_request",
          "Authorization: AWS4-HMAC-SHA256 Credential=Bearer sk-gateway-key/20261120/x/aws4_request",
          "x-litellm-api-key: sk-gateway-key",
          "x-litellm-api-key: Bearer sk-gateway-key",
          "API-Key: sk-gateway-key",
          "x-api-key: sk-gateway-key",
          "x-goog-api-key: sk-gateway-key",
          "Ocp-Apim-Subscription-Key: sk-gateway-key"
        })
    void findsTheKey(String header) {
      start(new TestingConfig().key(KEY));

      assertThat(models(header).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Authorization: sk-gateway-key",
          "Authorization: Token sk-gateway-key",
          "Authorization: Bearer",
          "Authorization: Bearer sk-gateway-ke",
          "Authorization: Bearer sk-gateway-key2",
          "Authorization: Bearer SK-GATEWAY-KEY",
          "Authorization: AWS4-HMAC-SHA256 Credential=",
          "x-api-key: ",
          "Cookie: token=sk-gateway-key",
          "A: b"
        })
    void refusesWhatIsNoKey(String header) {
      start(new TestingConfig().key(KEY));

      WireAnswer answer = models(header);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.isJson()).isTrue();
      assertThat(answer.header("www-authenticate")).contains("Bearer");
      assertThat(answer.header("x-should-retry")).contains("false");
      assertThat(answer.json().path("error").path("type").asString("")).isEqualTo("auth_error");
      assertThat(answer.text()).doesNotContain(KEY).doesNotContain("sk-gateway-ke");
    }

    @Test
    void looksForTheKeyInLiteLlmsOrder() {
      start(new TestingConfig().key(KEY));

      assertThat(models("x-litellm-api-key: " + KEY, "Authorization: Bearer wrong").status())
          .isEqualTo(200);
      assertThat(models("x-litellm-api-key: wrong", BEARER).status()).isEqualTo(401);
      assertThat(models(BEARER, "API-Key: wrong").status()).isEqualTo(200);
      assertThat(models("Authorization: Bearer wrong", "API-Key: " + KEY).status()).isEqualTo(401);
      assertThat(models("API-Key: " + KEY, "x-api-key: wrong").status()).isEqualTo(200);
      assertThat(models("x-api-key: wrong", "API-Key: wrong", "x-goog-api-key: " + KEY).status())
          .isEqualTo(401);
      // nothing is taken for a key that is a bare token, though a good one follows
      assertThat(models("Authorization: " + KEY, "x-api-key: " + KEY).status()).isEqualTo(401);
    }

    @Test
    void looksIntoTheConfiguredHeaderFirst() {
      start(new TestingConfig().key(KEY).keyHeader("X-Our-Key"));

      assertThat(models("X-Our-Key: " + KEY, "Authorization: Bearer wrong").status())
          .isEqualTo(200);
      assertThat(models("X-Our-Key: Bearer " + KEY).status()).isEqualTo(200);
      assertThat(models("X-Our-Key: wrong", BEARER).status()).isEqualTo(401);
      assertThat(models("x-litellm-api-key: " + KEY).status()).isEqualTo(200);
      assertThat(models(BEARER).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
      "/, 200",
      "/version, 200",
      "/health/liveliness, 200",
      "/health/liveness, 200",
      "/health/readiness, 200",
      "/health, 401",
      "/v1/models, 401",
      "/models/chat-a, 401",
      "/openai/models, 401",
      "/nope, 404"
    })
    void asksForNoKeyWhereThereIsNoSecret(String path, int status) {
      start(new TestingConfig().key(KEY));

      assertThat(server.get(path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, "/v1/completions", "/v1/embeddings", "/config/reload"})
    void asksForAKeyBeforeAnythingIsRead(String path) {
      start(new TestingConfig().key(KEY));

      assertThat(server.post(path, "not even JSON").status()).isEqualTo(401);
      assertThat(provider.calls()).isEmpty();
    }

    @Test
    void asksForNoKeyWhenThereIsNone() {
      start(new TestingConfig());

      assertThat(models().status()).isEqualTo(200);
      assertThat(models("Authorization: Bearer anything").status()).isEqualTo(200);
    }
  }

  @Nested
  class Ids {
    @Test
    void echoesTheClientsRequestId() {
      start(new TestingConfig());

      WireAnswer answer = server.post(CHAT, WHOLE, "x-request-id: my-id_1/2");

      assertThat(answer.header("x-request-id")).contains("my-id_1/2");
      assertThat(answer.header("x-litellm-call-id")).contains("my-id_1/2");
      assertThat(provider.calls().getFirst().call().id()).isEqualTo("my-id_1/2");
      assertThat(server.get("/nope", "x-request-id: lost").header("x-request-id")).contains("lost");
    }

    @Test
    void prefersLiteLlmsCallId() {
      start(new TestingConfig());

      WireAnswer answer =
          server.post(CHAT, WHOLE, "x-request-id: mine", "x-litellm-call-id: call-7");

      assertThat(answer.header("x-request-id")).contains("mine");
      assertThat(answer.header("x-litellm-call-id")).contains("call-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "café", ""})
    void replacesIdsThatWouldSpoilALog(String id) {
      start(new TestingConfig());

      WireAnswer answer = server.post(CHAT, WHOLE, "x-request-id: " + id);

      assertThat(answer.header("x-request-id")).isEmpty();
      assertThat(answer.header("x-litellm-call-id").orElse("")).hasSize(36);
    }

    @Test
    void boundsTheLengthOfIds() {
      start(new TestingConfig());

      WireAnswer longest = server.post(CHAT, WHOLE, "x-request-id: " + "a".repeat(128));
      WireAnswer longer = server.post(CHAT, WHOLE, "x-request-id: " + "a".repeat(129));

      assertThat(longest.header("x-request-id")).contains("a".repeat(128));
      assertThat(longer.header("x-request-id")).isEmpty();
      assertThat(longer.header("x-litellm-call-id").orElse("")).hasSize(36);
    }

    @Test
    void givesEveryCallItsOwn() {
      start(new TestingConfig());

      assertThat(server.post(CHAT, WHOLE).header("x-litellm-call-id"))
          .isNotEqualTo(server.post(CHAT, WHOLE).header("x-litellm-call-id"));
    }

    @Test
    void namesTheCallThatFailed() {
      start(new TestingConfig());

      assertThat(server.post(CHAT, "{").header("x-litellm-call-id")).isPresent();
      assertThat(server.post(CHAT, WHOLE.replace("chat-a", "x")).header("x-litellm-call-id"))
          .isPresent();
    }
  }

  @Nested
  class AnswerHeaders {
    @ParameterizedTest
    @ValueSource(strings = {WHOLE, STREAM})
    void tellWhoAnsweredAndHowLongItTook(String body) {
      start(new TestingConfig());
      provider.then(
          new Scenario(List.of())
              .silent(Duration.ofMillis(60))
              .then(Scenario.text("Hello"))
              .silent(Duration.ofMillis(60))
              .ending());

      WireAnswer answer = server.post(CHAT, body);

      assertThat(answer.header("x-litellm-model-id")).contains("chat-a");
      assertThat(answer.header("x-litellm-model-group")).contains("chat-a");
      assertThat(answer.header("x-litellm-version")).contains("llmgw 1.2.3");
      assertThat(answer.header("x-ratelimit-remaining-requests")).contains("41");
      double total = millis(answer, "x-litellm-response-duration-ms");
      double overhead = millis(answer, "x-litellm-overhead-duration-ms");
      assertThat(total).isGreaterThanOrEqualTo(body.equals(WHOLE) ? 120 : 60);
      // the second silence is the upstream's too
      assertThat(overhead).isBetween(0.0, total - (body.equals(WHOLE) ? 119 : 59));
      assertThat(answer.header("server-timing").orElse(""))
          .matches("gateway;dur=[0-9.]+, upstream;dur=[0-9.]+");
    }

    private static double millis(WireAnswer answer, String name) {
      return Double.parseDouble(answer.header(name).orElseThrow());
    }

    @Test
    void cannotBeForgedThroughAModelsName() {
      server =
          TestingServer.start(
              new TestingConfig().with(TestingConfig.entry("id", "*", TestingConfig.weight(1))),
              provider);

      WireAnswer answer = server.post(CHAT, WHOLE.replace("chat-a", "x y\\u00e9\\t; evil: 1"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-litellm-model-group").orElse("")).startsWith("x y");
      assertThat(answer.headers()).noneMatch(header -> header.getKey().contains("evil"));
    }
  }

  @Nested
  class AtOnce {
    @Test
    void refusesMoreRequestsThanItMayServe() throws Exception {
      start(new TestingConfig().maxConcurrent(2));
      provider.then(Scenario.silence()).then(Scenario.silence());
      try (WireClient first = server.connect();
          WireClient second = server.connect()) {
        first.post(CHAT, WHOLE.replace('\'', '"'));
        second.post(CHAT, WHOLE.replace('\'', '"'));
        await(2);

        WireAnswer answer = server.post(CHAT, WHOLE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isJson()).isTrue();
        assertThat(answer.header("retry-after")).contains("5");
        assertThat(answer.header("x-should-retry")).isEmpty();
        assertThat(server.get("/health/readiness").status()).isEqualTo(200);
      }
      await(0);
      assertThat(server.post(CHAT, WHOLE).status()).isEqualTo(200);
    }

    private void await(int inFlight) {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> server.admission().inFlight() == inFlight);
    }

    @Test
    void letsRunningStreamsFinishAndRefusesNewRequests() throws Exception {
      start(new TestingConfig());
      provider.then(
          Scenario.of(Scenario.text("Hel"))
              .silent(Duration.ofMillis(150))
              .then(Scenario.text("lo"))
              .ending());
      try (var threads = Executors.newVirtualThreadPerTaskExecutor();
          WireClient client = server.connect()) {
        client.post(CHAT, STREAM.replace('\'', '"'));
        assertThat(client.head()).isEqualTo(200);
        Callable<Boolean> drain = () -> server.admission().drain(Duration.ofSeconds(5));
        Future<Boolean> drained = threads.submit(drain);
        Awaitility.await()
            .pollInterval(Duration.ofMillis(2))
            .until(() -> server.admission().draining());

        assertThat(server.get("/health/readiness").status()).isEqualTo(503);
        assertThat(server.get("/health/readiness").json().path("status").asString())
            .isEqualTo("draining");
        assertThat(server.get("/health/liveliness").status()).isEqualTo(200);
        WireAnswer refused = server.post(CHAT, WHOLE);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isPresent();
        assertThat(refused.header("connection")).contains("close");
        assertThat(refused.errorMessage()).contains("shutting down");

        StringBuilder rest = new StringBuilder();
        for (byte[] chunk = client.chunk(); chunk.length > 0; chunk = client.chunk()) {
          rest.append(new String(chunk, StandardCharsets.UTF_8));
        }
        assertThat(rest).endsWith("data: [DONE]\n\n");
        assertThat(drained.get()).isTrue();
      }
    }

    @Test
    void cutsOffWhatRunsTooLong() {
      start(new TestingConfig());
      provider.then(Scenario.of(Scenario.text("Hel")).hanging());
      try (WireClient client = server.connect()) {
        client.post(CHAT, STREAM.replace('\'', '"'));
        assertThat(client.head()).isEqualTo(200);
        client.chunk();

        assertThat(server.admission().drain(Duration.ofMillis(50))).isFalse();
        server.close();

        assertThat(client.closedByServer()).isTrue();
      }
      provider.calls().getFirst().cancelledAt();
    }
  }
}

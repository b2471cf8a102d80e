package io.llmgw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingKeys;
import io.llmgw.app.TestingServer;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys of clients may do, over real sockets, with the real store. */
@Timeout(30)
class VirtualKeysTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MASTER = "Authorization: Bearer sk-master-key";
  private static final Usage USAGE = Usage.of(30, 20);

  @TempDir Path folder;
  private final FakeProvider provider =
      new FakeProvider()
          .always(
              Scenario.of(
                  new StreamEvent.Started(null, null, 0),
                  Scenario.text("Hello"),
                  new StreamEvent.Finished(0, FinishReason.STOP),
                  new StreamEvent.UsageReported(USAGE)));
  private TestingServer server;

  @BeforeEach
  void start() {
    server = gateway();
  }

  private TestingServer gateway() {
    return TestingServer.start(
        new TestingConfig()
            .key("sk-master-key")
            .alias("quick", "chat-a", false)
            .with(
                TestingConfig.entry("chat-a"),
                TestingConfig.entry("chat-b"),
                TestingConfig.entry("other-c")),
        provider,
        TestingKeys.in(folder));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String bearer(String settings) {
    WireAnswer made = server.post("/key/generate", settings, MASTER);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    return "Authorization: Bearer " + made.json().path("key").asString();
  }

  private static String ask(String model) {
    return "{'model':'%s','messages':[{'role':'user','content':'hello'}]}".formatted(model);
  }

  private WireAnswer chat(String bearer, String model) {
    return server.post(CHAT, ask(model), bearer);
  }

  @Test
  void makesNoDatabaseBeforeTheFirstKey() {
    assertThat(chat(MASTER, "chat-a").status()).isEqualTo(200);
    assertThat(chat("Authorization: Bearer sk-guess", "chat-a").status()).isEqualTo(401);
    assertThat(TestingKeys.database(folder)).doesNotExist();
    bearer("{}");
    assertThat(TestingKeys.database(folder)).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer %s",
        "Authorization: bearer %s",
        "x-litellm-api-key: %s",
        "x-litellm-api-key: Bearer %s",
        "api-key: %s",
        "x-api-key: %s",
        "x-goog-api-key: %s",
        "Ocp-Apim-Subscription-Key: %s"
      })
  void findsTheKeyInEveryHeader(String header) {
    String key = bearer("{}").substring("Authorization: Bearer ".length());
    assertThat(server.post(CHAT, ask("chat-a"), header.formatted(key)).status()).isEqualTo(200);
    assertThat(server.post(CHAT, ask("chat-a"), header.formatted(key + "x")).status())
        .isEqualTo(401);
  }

  @Test
  void refusesAKeyThatExpired() {
    String key = bearer("{'key_alias':'old','expires':'2020-01-01T00:00:00Z'}");
    WireAnswer answer = chat(key, "chat-a");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errorMessage()).isEqualTo("The key 'old' expired at 2020-01-01T00:00:00Z.");
    assertThat(answer.json().at("/error/type").asString()).isEqualTo("expired_key");
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void blocksAndUnblocksAtOnce() {
    String key = bearer("{'key_alias':'ci'}");
    assertThat(chat(key, "chat-a").status()).isEqualTo(200);
    assertThat(server.post("/key/block", "{'key':'ci'}", MASTER).status()).isEqualTo(200);
    assertThat(chat(key, "chat-a").errorMessage()).isEqualTo("The key 'ci' is blocked.");
    assertThat(chat(key, "chat-a").status()).isEqualTo(401);
    assertThat(server.post("/key/unblock", "{'key':'ci'}", MASTER).status()).isEqualTo(200);
    assertThat(chat(key, "chat-a").status()).isEqualTo(200);
  }

  @Test
  void seesWhatAnotherProcessChanges() {
    String key = bearer("{'key_alias':'ci'}");
    assertThat(chat(key, "chat-a").status()).isEqualTo(200);
    try (TestingServer other = gateway()) {
      assertThat(other.post("/key/block", "{'key':'ci'}", MASTER).status()).isEqualTo(200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> chat(key, "chat-a").status() == 401);
      assertThat(other.post("/key/delete", "{'key_aliases':['ci']}", MASTER).status())
          .isEqualTo(200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> chat(key, "chat-a").errorMessage().contains("not valid"));
    }
  }

  @Test
  void keysSurviveARestart() {
    String key = bearer("{'rpm_limit':1}");
    server.close();
    server = gateway();
    assertThat(chat(key, "chat-a").status()).isEqualTo(200);
    assertThat(chat(key, "chat-a").status()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "chat-a, chat-a, 200",
    "chat-a, chat-b, 401",
    "chat-*, chat-b, 200",
    "chat-*, other-c, 401",
    "*, other-c, 200",
    "all-proxy-models, other-c, 200",
    "no-default-models, chat-a, 401",
    "quick, quick, 200",
    "quick, chat-a, 401",
    "chat-a, quick, 200",
    "chat-b, quick, 401",
    "chat-a, nothing, 401",
    "*, nothing, 404"
  })
  void allowsOnlyTheModelsOfTheKey(String allowed, String asked, int status) {
    WireAnswer answer = chat(bearer("{'key_alias':'k','models':['" + allowed + "']}"), asked);
    assertThat(answer.status()).isEqualTo(status);
    if (status == 401) {
      assertThat(answer.errorMessage())
          .isEqualTo("The key 'k' may not use the model '" + asked + "'.");
      assertThat(answer.json().at("/error/type").asString()).isEqualTo("key_model_access_denied");
      assertThat(answer.json().at("/error/param").asString()).isEqualTo("model");
    }
  }

  @Test
  void listsOnlyTheModelsOfTheKey() {
    String key = bearer("{'models':['chat-*']}");
    assertThat(ids(server.get("/v1/models", key))).containsExactly("chat-a", "chat-b", "quick");
    assertThat(ids(server.get("/v1/models/all", key))).doesNotContain("other-c");
    assertThat(ids(server.get("/v1/models", MASTER))).contains("other-c");
    assertThat(server.get("/v1/models/other-c", key).status()).isEqualTo(404);
    assertThat(server.get("/v1/models/chat-a", key).status()).isEqualTo(200);
    String anthropic = "anthropic-version: 2023-06-01";
    assertThat(ids(server.get("/v1/models", key, anthropic))).doesNotContain("other-c");
    assertThat(server.get("/v1/models/other-c", key, anthropic).status()).isEqualTo(404);
    assertThat(server.get("/api/tags", key).text()).contains("chat-a").doesNotContain("other-c");
    assertThat(server.post("/api/show", "{'model':'other-c'}", key).status()).isEqualTo(404);
    assertThat(server.post("/api/generate", "{'model':'other-c'}", key).status()).isEqualTo(401);
    assertThat(server.get("/model/info", key).text()).contains("chat-a").doesNotContain("other-c");
  }

  private static List<String> ids(WireAnswer answer) {
    List<String> ids = new ArrayList<>();
    answer.json().path("data").forEach(model -> ids.add(model.path("id").asString()));
    return ids;
  }

  @Test
  void givesModelsOtherNames() {
    String key = bearer("{'models':['smart'],'aliases':{'smart':'chat-b'}}");
    WireAnswer answer = chat(key, "smart");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-litellm-model-group")).contains("chat-b");
    assertThat(chat(key, "chat-a").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "llm_api_routes, /v1/chat/completions, 200",
    "llm_api_routes, /v1/messages, 200",
    "openai_routes, /v1/messages, 403",
    "anthropic_routes, /v1/messages, 200",
    "anthropic_routes, /chat/completions, 403",
    "info_routes, /v1/chat/completions, 403",
    "/chat/completions, /v1/chat/completions, 200",
    "/chat/completions, /openai/deployments/chat-a/chat/completions, 200",
    "/v1/chat/completions, /chat/completions, 200",
    "/v1/chat/*, //v1//chat/completions/, 200",
    "/v1/embeddings, /v1/chat/completions, 403"
  })
  void allowsOnlyTheRoutesOfTheKey(String allowed, String path, int status) {
    String key = bearer("{'key_alias':'k','allowed_routes':['" + allowed + "']}");
    String body =
        "{'model':'chat-a','max_tokens':9,'messages':[{'role':'user','content':'hello'}]}";
    WireAnswer answer = server.post(path, body, key);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status == 403) {
      assertThat(answer.errorMessage()).isEqualTo("The key 'k' may not use " + path + ".");
    }
  }

  @Test
  void onlyTheMasterKeyAdministers() {
    String key = bearer("{}");
    for (String path :
        List.of(
            "/key/generate",
            "/key/update",
            "/key/delete",
            "/key/block",
            "/key/regenerate",
            "/user/new",
            "/config/reload")) {
      WireAnswer answer = server.post(path, "{}", key);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.errorMessage()).isEqualTo(path + " needs the master key.");
    }
    assertThat(server.get("/key/list", key).status()).isEqualTo(403);
  }

  @Test
  void countsRequestsAndSaysWhatIsLeft() {
    String key = bearer("{'key_alias':'ci','rpm_limit':2}");
    WireAnswer first = chat(key, "chat-a");
    assertThat(first.header("x-ratelimit-limit-requests")).contains("2");
    assertThat(first.header("x-ratelimit-remaining-requests")).contains("1");
    assertThat(chat(key, "chat-b").header("x-ratelimit-remaining-requests")).contains("0");
    WireAnswer refused = chat(key, "chat-a");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.errorMessage()).startsWith("The key 'ci' may send 2 requests per minute;");
    assertThat(Integer.parseInt(refused.header("retry-after").orElseThrow())).isBetween(1, 60);
    assertThat(refused.header("x-ratelimit-remaining-requests")).contains("0");
    assertThat(refused.header("rate_limit_type")).contains("requests");
    assertThat(refused.json().at("/error/type").asString()).isEqualTo("rate_limit_error");
    assertThat(provider.calls()).hasSize(2);
    // the gateway's own key has no limits
    assertThat(chat(MASTER, "chat-a").header("x-ratelimit-limit-requests")).isEmpty();
  }

  @Test
  void tellsTheKeysOwnLimitsByLiteLlmsNames() {
    String bearer =
        bearer(
            "{'rpm_limit':9,'tpm_limit':5000,'max_budget':12.50,"
                + "'model_rpm_limit':{'chat-a':3},'model_tpm_limit':{'chat-a':400}}");
    WireAnswer answer = chat(bearer, "chat-a");
    assertThat(answer.header("x-litellm-key-rpm-limit")).contains("9");
    assertThat(answer.header("x-litellm-key-tpm-limit")).contains("5000");
    assertThat(answer.header("x-litellm-key-max-budget")).contains("12.50");
    assertThat(answer.header("x-litellm-key-remaining-requests-chat-a")).contains("2");
    assertThat(answer.header("x-litellm-key-remaining-tokens-chat-a")).isPresent();
    WireAnswer other = chat(bearer, "chat-b");
    assertThat(other.header("x-litellm-key-remaining-requests-chat-a")).isEmpty();
    assertThat(chat(MASTER, "chat-a").header("x-litellm-key-rpm-limit")).isEmpty();
  }

  @Test
  void refusesInTheClientsOwnProtocol() {
    String key = bearer("{'key_alias':'ci','rpm_limit':0}");
    String messages =
        "{'model':'chat-a','max_tokens':5,'messages':[{'role':'user','content':'x'}]}";
    WireAnswer anthropic = server.post("/v1/messages", messages, key);
    assertThat(anthropic.status()).isEqualTo(429);
    assertThat(anthropic.json().at("/error/type").asString()).isEqualTo("rate_limit_error");
    assertThat(anthropic.header("x-should-retry")).contains("false");
    WireAnswer ollama = server.post("/api/chat", ask("chat-a"), key);
    assertThat(ollama.status()).isEqualTo(429);
    assertThat(ollama.json().path("error").asString()).contains("requests per minute");
    WireAnswer responses = server.post("/v1/responses", "{'model':'chat-a','input':'x'}", key);
    assertThat(responses.status()).isEqualTo(429);
    String stream = ask("chat-a").replace("]}", "],'stream':true}");
    assertThat(server.post(CHAT, stream, key).status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/v1/messages",
        "/api/chat",
      })
  void countsTheTokensThatWereUsed(String path) {
    String key = bearer("{'tpm_limit':1000}");
    String body =
        "{'model':'chat-a','max_tokens':9,'messages':[{'role':'user','content':'hello'}],'stream':%s}";
    WireAnswer first = server.post(path, body.formatted("false"), key);
    assertThat(first.header("x-ratelimit-limit-tokens")).contains("1000");
    server.post(path, body.formatted("true"), key);
    WireAnswer third = server.post(path, body.formatted("false"), key);
    int left = Integer.parseInt(third.header("x-ratelimit-remaining-tokens").orElseThrow());
    // two requests of 50 each, and the estimate of the third
    assertThat(left).isBetween(850, 899);
  }

  @Test
  void aRequestThatFailsUsesNoTokens() {
    var failing = new GatewayException(ErrorKind.INVALID_REQUEST, "No.", ErrorDetail.NONE);
    provider.always(Scenario.refusing(failing));
    String key = bearer("{'tpm_limit':40}");
    for (int i = 0; i < 10; i++) {
      assertThat(chat(key, "chat-a").status()).isEqualTo(400);
    }
  }

  @Test
  void limitsOneModelOfAKey() {
    String key = bearer("{'model_rpm_limit':{'chat-a':1}}");
    assertThat(chat(key, "chat-a").status()).isEqualTo(200);
    assertThat(chat(key, "quick").status()).isEqualTo(429);
    assertThat(chat(key, "chat-a").status()).isEqualTo(429);
    assertThat(chat(key, "chat-b").status()).isEqualTo(200);
  }

  @Test
  void limitsAUserOverAllKeys() {
    server.post("/user/new", "{'user_id':'ann','rpm_limit':2,'models':['chat-*']}", MASTER);
    String one = bearer("{'user_id':'ann'}");
    String two = bearer("{'user_id':'ann'}");
    assertThat(chat(one, "other-c").status()).isEqualTo(401);
    assertThat(chat(one, "chat-a").status()).isEqualTo(200);
    assertThat(chat(two, "chat-a").status()).isEqualTo(200);
    assertThat(chat(one, "chat-a").errorMessage()).startsWith("The user 'ann' may send 2");
  }

  @Test
  void freesAPlaceWhenAClientLeaves() {
    provider.always(Scenario.silence());
    String key = bearer("{'max_parallel_requests':1}");
    String stream = ask("chat-a").replace("]}", "],'stream':true}");
    try (WireClient client = server.connect()) {
      client.post(CHAT, stream.replace('\'', '"'), key);
      Awaitility.await().until(() -> provider.calls().size() == 1);
      WireAnswer refused = server.post(CHAT, stream, key);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("retry-after")).contains("1");
      assertThat(refused.header("rate_limit_type")).contains("max_parallel_requests");
    }
    provider.always(Scenario.says("Hello"));
    Awaitility.await().until(() -> chat(key, "chat-a").status() == 200);
  }

  @Test
  void manyClientsNeverExceedALimitByOne() throws Exception {
    String key = bearer("{'rpm_limit':25}");
    List<Future<Integer>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        all.add(threads.submit(() -> chat(key, "chat-a").status()));
      }
    }
    int served = 0;
    for (Future<Integer> each : all) {
      served += each.get() == 200 ? 1 : 0;
    }
    assertThat(served).isEqualTo(25);
    assertThat(provider.calls()).hasSize(25);
  }

  @Test
  void answersOfOneKeyAreNotSeenByAnother() {
    String one = bearer("{}");
    String two = bearer("{}");
    WireAnswer made = server.post("/v1/responses", "{'model':'chat-a','input':'x'}", one);
    String path = "/v1/responses/" + made.json().path("id").asString();
    assertThat(server.get(path, one).status()).isEqualTo(200);
    assertThat(server.get(path, two).status()).isEqualTo(404);
    assertThat(server.get(path, MASTER).status()).isEqualTo(404);
  }

  @Test
  void saysWhenKeysCannotBeLookedUp() throws Exception {
    Files.createDirectories(TestingKeys.database(folder).getParent());
    Files.writeString(TestingKeys.database(folder), "this is no database at all, but some text");
    WireAnswer answer = chat("Authorization: Bearer sk-anything", "chat-a");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().at("/error/type").asString()).isEqualTo("no_db_connection");
    assertThat(answer.text()).doesNotContain(folder.toString());
    assertThat(chat(MASTER, "chat-a").status()).isEqualTo(200);
    assertThat(server.post("/key/generate", "{}", MASTER).errorMessage())
        .contains("may be read or changed by others");
  }
}

package io.llmgw.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.gateway.Snapshot;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import io.llmgw.observe.Measurements;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The other endpoints, and what is particular to the chat's, before an upstream of any protocol.
 */
class EndpointsTest {
  private static final String HELLO =
      "{'model':'chat-a','messages':[{'role':'user','content':'hello'}]%s}";

  private final FakeProvider provider = new FakeProvider().always(Scenario.says("Hello"));
  private TestingServer server;

  @BeforeEach
  void start() {
    server = TestingServer.start(config(), provider);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static TestingConfig config() {
    return new TestingConfig()
        .with(
            TestingConfig.entry("chat-a"),
            TestingConfig.entry("openai/gpt-4o"),
            entry("vectors", "text-embedding-3-small", ModelInfo.NONE),
            entry(
                "said", "who-knows", new ModelInfo("rerank", null, null, null, Map.of(), Map.of())),
            entry(
                "seeing",
                "llava",
                new ModelInfo(null, null, 8_192L, null, Map.of("vision", true), Map.of())),
            entry("any/*", "*", ModelInfo.NONE))
        .alias("shown", "chat-a", false)
        .alias("hidden", "chat-a", true)
        .alias("nowhere", "gone", false);
  }

  private static DeploymentConfig entry(String name, String model, ModelInfo info) {
    return TestingConfig.entry(name, name, model, Limits.DEFAULT, info);
  }

  @Nested
  class Chat {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/chat/completions",
          "/v1/chat/completions",
          "/openai/v1/chat/completions",
          "/api/openai/v1/chat/completions",
          "/openai/deployments/chat-a/chat/completions?api-version=2024-10-21",
          "/engines/chat-a/chat/completions",
          "/v1/engines/chat-a/chat/completions",
          "/v1//chat/completions/"
        })
    void answersUnderAllItsAddresses(String path) {
      WireAnswer answer = server.post(path, HELLO.formatted(""));

      assertThat(Bubble.of(answer).text.toString()).isEqualTo("Hello");
    }

    @Test
    void takesThePathsModelBeforeTheBodys() {
      WireAnswer answer =
          server.post("/openai/deployments/openai/gpt-4o/chat/completions", HELLO.formatted(""));

      assertThat(answer.json().path("model").asString()).isEqualTo("openai/gpt-4o");
    }

    @Test
    void takesABarePromptForAMessage() {
      WireAnswer answer =
          server.post("/v1/chat/completions", "{'model':'chat-a','prompt':'Say \\\"hi\\\"'}");

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(provider.calls().getFirst().request().messages())
          .containsExactly(Message.text(Role.USER, "Say \"hi\""));
      assertThat(provider.calls().getFirst().request().extras()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "x-litellm-timeout: 2.5 | | 2500",
          "A: b | ,'timeout':3 | 3000",
          "A: b | ,'timeout':'4' | 4000",
          "x-litellm-timeout: 1 | ,'timeout':9 | 1000",
          "x-litellm-timeout: 0.0001 | | 1"
        })
    void takesTheClientsOwnTimeLimit(String header, String member, long millis) {
      server.post("/v1/chat/completions", HELLO.formatted(member == null ? "" : member), header);

      assertThat(provider.calls().getFirst().call().limits().total())
          .isBetween(Duration.ofMillis(millis * 3 / 4), Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "NaN", "86401", "1e99"})
    void refusesATimeLimitThatIsNone(String limit) {
      WireAnswer answer =
          server.post("/v1/chat/completions", HELLO.formatted(""), "x-litellm-timeout: " + limit);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorMessage()).contains("x-litellm-timeout");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          ",'metadata':{'a':1,'a':2}",
          ",'stream':true,'stream_options':{'a':1,'a':2}",
          ",'n':1e99999999999",
          ",'timeout':1e99999999999"
        })
    void blamesTheClientForWhatOnlyShowsInATree(String member) {
      WireAnswer answer = server.post("/v1/chat/completions", HELLO.formatted(member));

      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(provider.calls()).isEmpty();
    }

    @Test
    void keepsLinesShortWhateverTheProviderSays() {
      String long_ = "\u0001🦊ab".repeat(40_000);
      provider.then(
          Scenario.of(
                  new StreamEvent.ReasoningDelta(0, long_),
                  Scenario.text(long_),
                  new StreamEvent.ToolCallStarted(0, 0, "c", "f"),
                  new StreamEvent.ToolCallDelta(0, 0, long_))
              .ending(FinishReason.TOOL_CALLS));

      Bubble bubble =
          Bubble.of(server.post("/v1/chat/completions", HELLO.formatted(",'stream':true")));

      assertThat(bubble.reasoning.toString()).isEqualTo(long_);
      assertThat(bubble.text.toString()).isEqualTo(long_);
      assertThat(bubble.calls.get(0).arguments.toString()).isEqualTo(long_);
    }

    @Test
    void namesAFaultOfItsOwnInBand() {
      provider.then(
          Scenario.of(Scenario.text("So far"))
              .breaking(new IllegalStateException("a mistake, made by the test")));

      WireAnswer answer = server.post("/v1/chat/completions", HELLO.formatted(",'stream':true"));

      assertThat(answer.complete()).isTrue();
      assertThat(Bubble.of(answer).text.toString()).isEqualTo("So far");
      assertThat(Bubble.of(answer).error).contains("its log says why");
    }
  }

  @Nested
  class Completions {
    @Test
    void answersAPrompt() {
      WireAnswer answer =
          server.post("/v1/completions", "{'model':'chat-a','prompt':'Say hi','max_tokens':5}");

      assertThat(answer.json().path("object").asString()).isEqualTo("text_completion");
      assertThat(answer.json().path("id").asString()).isEqualTo("up-1");
      assertThat(answer.json().at("/choices/0/text").asString()).isEqualTo("Hello");
      assertThat(answer.json().at("/usage/total_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void streams() {
      Bubble bubble =
          Bubble.of(
              server.post("/v1/completions", "{'model':'chat-a','prompt':'hi','stream':true}"));

      assertThat(bubble.text.toString()).isEqualTo("Hello");
      assertThat(bubble.finish).isEqualTo("stop");
      assertThat(bubble.done).isTrue();
      assertThat(bubble.chunks.getFirst().path("object").asString()).isEqualTo("text_completion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'model':'chat-a'}", "{'model':'chat-a','prompt':7}"})
    void namesAPromptThatIsNone(String body) {
      WireAnswer answer = server.post("/v1/completions", body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().at("/error/param").asString()).isEqualTo("prompt");
    }
  }

  @Nested
  class Embeddings {
    @Test
    void answersVectors() {
      WireAnswer answer =
          server.post("/v1/embeddings", "{'model':'vectors','input':['a','bcd'],'dimensions':2}");

      assertThat(answer.json().path("object").asString()).isEqualTo("list");
      assertThat(answer.json().at("/data/0/embedding/0").asInt()).isEqualTo(1);
      assertThat(answer.json().at("/data/1/embedding/0").asInt()).isEqualTo(3);
      assertThat(answer.json().at("/data/1/embedding/1").asDouble()).isEqualTo(0.5);
      assertThat(answer.json().at("/data/1/index").asInt()).isEqualTo(1);
      assertThat(answer.json().path("model").asString()).isEqualTo("vectors");
      assertThat(answer.json().at("/usage/prompt_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void answersBase64WhenAsked() {
      WireAnswer answer =
          server.post(
              "/v1/embeddings", "{'model':'vectors','input':'abcd','encoding_format':'base64'}");

      byte[] bytes = Base64.getDecoder().decode(answer.json().at("/data/0/embedding").asString());
      ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(floats.getFloat()).isEqualTo(4);
      assertThat(floats.getFloat()).isEqualTo(0.5f);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{'model':'vectors'} | input",
          "{'model':'vectors','input':[]} | input",
          "{'model':'vectors','input':[1,2]} | input",
          "{'model':'vectors','input':{'a':'b'}} | input",
          "{'model':'vectors','input':'a','dimensions':'many'} | dimensions"
        })
    void namesTheWrongField(String body, String field) {
      WireAnswer answer = server.post("/v1/embeddings", body);

      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.json().at("/error/param").asString()).isEqualTo(field);
    }
  }

  @Nested
  class Models {
    private List<String> ids(String path) {
      WireAnswer answer = server.get(path);
      assertThat(answer.status()).isEqualTo(200);
      return answer.json().path("data").valueStream().map(e -> e.path("id").asString()).toList();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/models",
          "/v1/models",
          "/openai/v1/models",
          "/api/openai/v1/models",
          "/openai/models"
        })
    void listsChatModels(String path) {
      assertThat(ids(path)).containsExactly("chat-a", "openai/gpt-4o", "seeing", "shown");
    }

    @Test
    void listsOthersWhenAsked() {
      assertThat(ids("/v1/models?type=embedding")).containsExactly("vectors");
      assertThat(ids("/v1/models?type=rerank")).containsExactly("said");
      assertThat(ids("/v1/models?type=nonsense")).isEmpty();
      assertThat(ids("/v1/models?type=all"))
          .containsExactly("chat-a", "openai/gpt-4o", "vectors", "said", "seeing", "shown");
      assertThat(ids("/v1/models/all")).isEqualTo(ids("/v1/models?type=all"));
    }

    @ParameterizedTest
    @CsvSource({
      "chat-a, chat-a",
      "openai/gpt-4o, openai/gpt-4o",
      "openai%2Fgpt-4o, openai/gpt-4o",
      "vectors, vectors",
      "hidden, hidden",
      "any/thing%20else, any/thing else"
    })
    void tellsAboutEveryModelItServes(String path, String id) {
      WireAnswer answer = server.get("/v1/models/" + path);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("id").asString()).isEqualTo(id);
      assertThat(answer.json().path("object").asString()).isEqualTo("model");
    }

    @Test
    void knowsNoOthers() {
      WireAnswer answer = server.get("/v1/models/nope");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().at("/error/code").asString()).isEqualTo("model_not_found");
    }

    @Test
    void tellsWhatAModelCan() {
      JsonNode entry = server.get("/v1/models/seeing").json();

      assertThat(entry.path("context_length").asInt()).isEqualTo(8_192);
      assertThat(entry.at("/capabilities/vision").asBoolean()).isTrue();
      assertThat(entry.path("mode").asString()).isEqualTo("chat");
    }

    @Test
    void listsAnewAfterAReload() {
      assertThat(ids("/v1/models")).contains("chat-a");

      server
          .gateway()
          .swap(
              Snapshot.of(
                  new TestingConfig().with(TestingConfig.entry("chat-b")).build(), _ -> provider));

      assertThat(ids("/v1/models")).containsExactly("chat-b");
    }
  }

  @Nested
  class Status {
    @Test
    void saysThatItLives() {
      assertThat(server.get("/health/liveliness").text()).isEqualTo("\"I'm alive!\"");
      assertThat(server.get("/health/liveness").text()).isEqualTo("\"I'm alive!\"");
    }

    @Test
    void saysThatItIsReady() {
      JsonNode ready = server.get("/health/readiness").json();

      assertThat(ready.path("status").asString()).isEqualTo("healthy");
      assertThat(ready.path("db").asString()).isEqualTo("Not connected");
      assertThat(ready.path("litellm_version").asString()).isEqualTo("llmgw 1.2.3");
    }

    @Test
    void saysHowItIs() {
      JsonNode health = server.get("/health").json();

      assertThat(health.path("status").asString()).isEqualTo("healthy");
      assertThat(health.path("models").asInt()).isEqualTo(5);
      assertThat(health.path("in_flight_requests").asInt()).isEqualTo(1);
      assertThat(server.get("/version").json().path("version").asString()).isEqualTo("1.2.3");
      assertThat(server.get("/").json().path("message").asString()).contains("/v1");
    }

    @Test
    void measuresItselfForPrometheus() {
      WireAnswer metrics = server.get("/metrics");

      assertThat(metrics.header("content-type")).contains(Measurements.TYPE);
      assertThat(metrics.text())
          .contains("llmgw_build_info{version=\"1.2.3\"} 1\n", "llmgw_in_flight_requests 1\n");
    }
  }
}

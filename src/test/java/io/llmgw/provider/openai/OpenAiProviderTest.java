package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RetryAfter;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest {
  private static final String WHOLE =
      "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":"
          + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
          + "\"finish_reason\":\"stop\"}]}";
  private static final String CHUNK =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
          + "\"finish_reason\":null}]}\n\n";
  private static final String END =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\","
          + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String ASK = "{'model':'mine','messages':[]}";
  private static final String ASK_STREAM = "{'model':'mine','messages':[],'stream':true}";
  private static final String NO_MAX_TOKENS =
      "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this"
          + " model. Use 'max_completion_tokens' instead.\",\"param\":\"max_tokens\","
          + "\"code\":\"unsupported_parameter\"}}";
  private static final String NO_STREAMING =
      "{\"error\":{\"message\":\"Streaming is not supported by this model\","
          + "\"param\":\"stream\"}}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider(Setup setup) {
    return setup.provider(transport, upstream.url() + "/v1");
  }

  private Passthrough lane(Setup setup) {
    return lane(provider(setup));
  }

  private static Passthrough lane(Provider provider) {
    return Objects.requireNonNull(provider.passthrough(Protocol.OPENAI));
  }

  private static String send(Passthrough lane, String request) {
    try (Answer answer = lane.send(Setup.request(request), Setup.call())) {
      return switch (answer) {
        case Answer.Whole whole -> new String(whole.body().toByteArray(), StandardCharsets.UTF_8);
        case Answer.Raw raw -> Told.frames(raw::stream);
        case Answer.Events events -> Told.events(events::stream);
        case Answer.Embedded embedded -> embedded.toString();
        case Answer.Counted count -> count.toString();
      };
    }
  }

  private GatewayException failure(String request) {
    Passthrough lane = lane(Setup.of("openai", "gpt-4o"));
    return catchThrowableOfType(GatewayException.class, () -> send(lane, request));
  }

  @Nested
  class Asking {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{'model':'m','messages':[]} | /v1/chat/completions",
          "{'model':'m','prompt':'p'} | /v1/completions",
          "{'model':'m','input':'x'} | /v1/embeddings"
        })
    void postsToThePathOfTheOperationWithTheKey(String request, String path) {
      upstream.always(Reply.json(500, "{}"));

      failure(request);

      assertThat(upstream.request().target()).isEqualTo(path);
      assertThat(upstream.request().header("authorization"))
          .contains("Bearer sk-test-key-1234567890");
    }

    @Test
    void giveRateLimitsAndTheVendorsOwnHeadersBack() {
      upstream.always(
          Reply.json(WHOLE)
              .header("x-ratelimit-remaining-requests", "5")
              .header("Retry-After-Ms", "100")
              .header("x-request-id", "r1")
              .header("openai-processing-ms", "9")
              .header("Set-Cookie", "a=b"));

      try (Answer answer = lane(Setup.of("openai", "m")).send(Setup.request(ASK), Setup.call())) {
        assertThat(answer.head().headers())
            .containsExactly(
                Map.entry("x-ratelimit-remaining-requests", "5"),
                Map.entry("retry-after-ms", "100"),
                Map.entry("llm_provider-x-request-id", "r1"),
                Map.entry("llm_provider-openai-processing-ms", "9"));
      }
    }

    @Test
    void usesTheConnectionAgainAfterAStream() {
      upstream.always(Reply.sse(CHUNK + END + DONE));
      Passthrough lane = lane(Setup.of("openai", "m"));

      send(lane, ASK_STREAM);
      send(lane, ASK_STREAM);
      Told.events(() -> provider(Setup.of("openai", "m")).chat(hello(), Setup.call()));
      send(lane, ASK_STREAM);

      assertThat(upstream.connections()).isEqualTo(1);
      assertThat(upstream.requests()).noneMatch(Received::cancelled);
    }
  }

  private static ChatRequest hello() {
    return ChatRequest.of("mine", List.of(Message.text(Role.USER, "Hello")));
  }

  @Nested
  class Learning {
    @Test
    void triesOnceMoreWithTheOtherLimitAndRemembersIt() {
      upstream.always(request ->
          request.json().has("max_tokens") ? Reply.json(400, NO_MAX_TOKENS) : Reply.json(WHOLE));
      Passthrough lane = lane(Setup.of("azure", "prod"));
      String request = "{'model':'mine','messages':[],'max_tokens':5,'temperature':0.1}";

      assertThat(send(lane, request)).contains("\"content\":\"Hi\"");
      assertThat(send(lane, request)).contains("\"content\":\"Hi\"");

      assertThat(upstream.requests()).hasSize(3);
      assertThat(upstream.requests().subList(1, 3))
          .allSatisfy(sent -> {
            assertThat(sent.json().get("max_completion_tokens").asInt()).isEqualTo(5);
            assertThat(sent.json().has("temperature")).isFalse();
          });
    }

    @Test
    void streamsToTheClientWhatTheUpstreamCannotStream() {
      upstream.always(request ->
          request.json().path("stream").asBoolean(false)
              ? Reply.json(400, NO_STREAMING)
              : Reply.json(WHOLE));
      Passthrough lane = lane(Setup.of("openai", "m"));

      for (int i = 0; i < 2; i++) {
        assertThat(send(lane, ASK_STREAM))
            .isEqualTo(
                """
                Started[id=c1, model=up, created=1]
                TextDelta[choice=0, text=Hi]
                Finished[choice=0, reason=STOP]
                """);
      }
      assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void doesNotAskForAStreamWhereItIsKnownToFail() {
      upstream.always(Reply.json(WHOLE));
      Setup setup = Setup.of("openai", "m").supports("streaming", false);

      assertThat(send(lane(setup), ASK_STREAM)).startsWith("Started[");
      assertThat(Told.events(() -> provider(setup).chat(hello(), Setup.call())))
          .startsWith("Started[");

      assertThat(upstream.requests())
          .noneMatch(request -> request.json().path("stream").asBoolean(false));
    }

    @Test
    void learnsSeveralThingsFromOneRequest() {
      upstream.always(request ->
          request.json().has("stream_options")
              ? Reply.json(422, "{\"detail\":\"Extra inputs not permitted: stream_options\"}")
              : request.json().path("stream").asBoolean(false)
                  ? Reply.json(501, NO_STREAMING)
                  : Reply.json(WHOLE));

      assertThat(Told.events(() -> provider(Setup.of("vllm", "m")).chat(hello(), Setup.call())))
          .contains("TextDelta[choice=0, text=Hi]");
      assertThat(upstream.requests()).hasSize(3);
    }

    @Test
    void remembersOnlyWhatHelped() {
      upstream.then(Reply.json(400, NO_MAX_TOKENS));
      upstream.then(Reply.json(500, "{\"error\":{\"message\":\"Broken.\"}}"));
      upstream.then(Reply.json(WHOLE));
      Passthrough lane = lane(Setup.of("azure", "prod"));
      String request = "{'model':'mine','messages':[],'max_tokens':5}";

      GatewayException failure =
          catchThrowableOfType(GatewayException.class, () -> send(lane, request));
      send(lane, request);

      assertThat(failure.text()).isEqualTo("Broken.");
      assertThat(upstream.requests().get(2).json().has("max_tokens")).isTrue();
    }

    @Test
    void asksForANewTokenOnceWhenTheOldOneIsRefused() {
      upstream.then(Reply.json(401, "{\"error\":{\"message\":\"Token expired.\"}}"));
      upstream.then(Reply.json(WHOLE));
      upstream.always(Reply.json(401, "{\"error\":{\"message\":\"Token expired.\"}}"));
      Setup setup = Setup.of("azure", "prod");
      Provider provider =
          new OpenAiProviders(transport, InstantSource.system())
              .create(setup.deployment(null, null), setup.settings(), new Tokens());

      assertThat(send(lane(provider), ASK)).contains("Hi");
      GatewayException failure =
          catchThrowableOfType(GatewayException.class, () -> send(lane(provider), ASK));

      assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
      assertThat(upstream.requests())
          .extracting(request -> request.header("authorization").orElse(""))
          .containsExactly("Bearer 0", "Bearer 1", "Bearer 1", "Bearer 2");
    }

    private final class Tokens implements Address {
      private final AtomicInteger issued = new AtomicInteger();

      @Override
      public HttpTarget target(Operation operation) {
        return HttpTarget.of(upstream.url() + operation.path(), Map.of());
      }

      @Override
      public HttpTarget models() {
        return HttpTarget.of(upstream.url() + "/models", Map.of());
      }

      @Override
      public Map<String, String> credentials(Call call) {
        return Map.of("Authorization", "Bearer " + issued.get());
      }

      @Override
      public boolean refused() {
        issued.incrementAndGet();
        return true;
      }
    }
  }

  @Nested
  class Mislabelled {
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream"})
    void aStreamIsAStreamWhateverItIsCalled(String type) {
      upstream.always(Reply.sse(CHUNK + END + DONE).type(type));

      assertThat(send(lane(Setup.of("openai", "m")), ASK_STREAM))
          .isEqualTo((CHUNK + END + DONE).replace("\"up\"", "\"mine\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "text/plain"})
    void aWholeAnswerIsOneWhateverItIsCalled(String type) {
      upstream.always(Reply.json(" \n" + WHOLE).type(type));

      assertThat(send(lane(Setup.of("openai", "m")), ASK_STREAM)).startsWith("Started[");
      assertThat(send(lane(Setup.of("openai", "m")), ASK)).contains("\"model\":\"mine\"");
    }

    @Test
    void aStreamNobodyAskedForIsRead() {
      upstream.always(Reply.sse(CHUNK + END + DONE));

      assertThat(send(lane(Setup.of("openai", "m")), ASK)).contains("text=Hi");
    }
  }

  @Nested
  class Failing {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "text/html | <!doctype html><title>Welcome</title> | sent a web page instead of an API's"
              + " answer; check its address (api_base).",
          "application/json | '' | sent an empty answer.",
          "application/json | {\"choices\":[]} | answered without any choices.",
          "application/json | {\"id\":1} | answered without any choices.",
          "application/json | {\"choices\":[{}]} | answered without any choices.",
          "application/json | {\"choices\": | sent an answer that is not JSON.",
          "application/json | [1] | sent an answer that is not JSON."
        })
    void saysWhatASuccessWasNot(String type, String body, String what) {
      upstream.always(Reply.page(200, type, body));

      for (String request : List.of(ASK, ASK_STREAM)) {
        GatewayException failure = failure(request);

        assertThat(failure.text()).isEqualTo("The provider openai " + what);
        assertThat(failure.kind()).isEqualTo(ErrorKind.UPSTREAM);
        assertThat(failure.status()).isEqualTo(502);
      }
    }

    @Test
    void aPlainTextForAStreamIsNoAnswer() {
      upstream.always(Reply.page(200, "text/plain", "no healthy upstream"));

      assertThat(failure(ASK_STREAM).text())
          .isEqualTo("The provider openai ended the stream without an answer.");
      assertThat(failure(ASK).text())
          .isEqualTo("The provider openai sent an answer that is not JSON.");
    }

    @Test
    void keepsStatusAndWait() {
      upstream.always(
          Reply.json(429, "{\"error\":{\"message\":\"Slow down.\"}}").header("Retry-After", "7"));

      for (String request : List.of(ASK, ASK_STREAM)) {
        GatewayException failure = failure(request);

        assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
      }
    }

    @Test
    void anErrorIsAnErrorWhateverItIsCalled() {
      upstream.always(
          Reply.json(400, "{\"error\":{\"message\":\"No.\"}}").type("text/event-stream"));

      assertThat(failure(ASK_STREAM).text()).isEqualTo("No.");
    }

    @Test
    void followsNoRedirect() {
      upstream.always(Reply.json(307, "").header("Location", "https://other.example/v1"));

      assertThat(failure(ASK).text())
          .isEqualTo(
              "The provider openai redirects to https://other.example/v1; redirects are not"
                  + " followed with a key, so set api_base to the right address.");
    }

    @Test
    void neverShowsTheKeyThatAnUpstreamQuotes() {
      upstream.always(
          Reply.json(401, "{\"error\":{\"message\":\"Bad key sk-test-key-1234567890, sorry\"}}"));

      assertThat(failure(ASK).text())
          .isEqualTo("The provider openai refused the gateway's key: Bad key ****, sorry");
    }

    @Test
    void aStreamThatIsCutIsAnErrorAndClosesTheConnection() {
      upstream.always(Reply.sse(CHUNK).cut());

      assertThat(send(lane(Setup.of("openai", "m")), ASK_STREAM))
          .endsWith("The connection to 127.0.0.1:" + upstream.port() + " broke.\n\n");
    }

    @Test
    void aStreamThatIsCutAfterItsFinishIsGood() {
      upstream.then(Reply.sse(CHUNK + END).cut());
      upstream.then(Reply.sse(CHUNK + END).reset());
      upstream.always(Reply.sse(CHUNK + END).cut());
      Passthrough lane = lane(Setup.of("openai", "m"));

      assertThat(send(lane, ASK_STREAM)).endsWith(DONE);
      assertThat(Told.events(() -> provider(Setup.of("openai", "m")).chat(hello(), Setup.call())))
          .endsWith("Finished[choice=0, reason=STOP]\n");
    }

    @Test
    void doesNotWaitLongForWhatMayFollowTheFinish() {
      upstream.always(Reply.sse(CHUNK + END).stall());
      long start = System.nanoTime();

      assertThat(send(lane(Setup.of("openai", "m")), ASK_STREAM)).endsWith(DONE);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void closesTheConnectionWhenTheFirstEventIsBad() {
      upstream.always(Reply.sse("data: {\"error\":{\"message\":\"No.\"}}\n\n").stall());

      assertThat(failure(ASK_STREAM).text()).isEqualTo("No.");

      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void closesTheConnectionWhenTheClientLeaves() {
      upstream.always(Reply.sse(CHUNK).stall());

      lane(Setup.of("openai", "m")).send(Setup.request(ASK_STREAM), Setup.call()).close();

      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void aTimeLimitHoldsForTheFirstEvent() {
      upstream.always(Reply.sse(": still queued\n\n").stall());
      Call call =
          Setup.call(new TimeLimits(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ZERO));

      GatewayException failure =
          catchThrowableOfType(
              GatewayException.class,
              () -> lane(Setup.of("openai", "m")).send(Setup.request(ASK_STREAM), call));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    }
  }

  @Nested
  class Embedding {
    private Embeddings.Result embed(String answer) {
      upstream.always(Reply.json(answer));
      return provider(Setup.of("openai", "e-3"))
          .embed(new Embeddings.Request("mine", List.of("a", "b"), 2), Setup.call());
    }

    @Test
    void readsNumbersAndBase64InTheOrderOfTheInputs() {
      Embeddings.Result result =
          embed(
              "{\"model\":\"e\",\"data\":[{\"index\":1,\"embedding\":\"AAAAPwAAoL8=\"},"
                  + "{\"index\":0,\"embedding\":[1,2.5]}],"
                  + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");

      assertThat(result.vectors().get(0)).containsExactly(1f, 2.5f);
      assertThat(result.vectors().get(1)).containsExactly(0.5f, -1.25f);
      assertThat(result.usage()).isEqualTo(Usage.of(4, 0));
      assertThat(result.model()).isEqualTo("e");
      assertThat(upstream.request().text())
          .isEqualTo("{\"model\":\"e-3\",\"input\":[\"a\",\"b\"],\"dimensions\":2}");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"data\":[]} | answered without any data.",
          "{\"data\":[{\"embedding\":[1]}]} | sent 1 vectors for 2 texts.",
          "{\"data\":[{\"embedding\":\"%%\"},{\"embedding\":[1]}]} | sent an embedding that is"
              + " neither numbers nor base64."
        })
    void refusesWhatIsNoAnswer(String answer, String what) {
      assertThat(catchThrowableOfType(GatewayException.class, () -> embed(answer)).text())
          .isEqualTo("The provider openai " + what);
    }
  }

  @Nested
  class Models {
    private List<UpstreamModel> list(String body) {
      upstream.always(Reply.json(body));
      return provider(Setup.of("openai", "*")).models(Setup.call());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"data\":[{\"id\":\"a\",\"owned_by\":\"x\"},{\"id\":\"b\"},{}]}",
          "[{\"id\":\"a\",\"owned_by\":\"x\"},{\"id\":\"b\"}]",
          "{\"models\":[{\"name\":\"a\",\"owned_by\":\"x\"},{\"name\":\"b\"}]}"
        })
    void areReadInEveryShape(String body) {
      assertThat(list(body))
          .containsExactly(new UpstreamModel("a", "x"), new UpstreamModel("b", null));
      assertThat(upstream.request().target()).isEqualTo("/v1/models");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{}", "{\"data\":1}"})
    void thatAreNoListAreAnError(String body) {
      assertThat(catchThrowableOfType(GatewayException.class, () -> list(body)).text())
          .isEqualTo("The provider openai sent no list of models; check its address (api_base).");
    }

    @Test
    void thatAreAWebPageAreCalledOne() {
      assertThat(catchThrowableOfType(GatewayException.class, () -> list("<html>")).text())
          .contains("a web page", "check its address (api_base)");
    }

    @Test
    void mayBeNone() {
      assertThat(list("{\"object\":\"list\",\"data\":null}")).isEmpty();
    }

    @Test
    void mayBeRefused() {
      upstream.always(Reply.json(401, "{\"error\":{\"message\":\"No key.\"}}"));

      assertThat(
              catchThrowableOfType(
                      GatewayException.class,
                      () -> provider(Setup.of("openai", "*")).models(Setup.call()))
                  .kind())
          .isEqualTo(ErrorKind.AUTHENTICATION);
    }
  }

  @Nested
  class Waits {
    private Duration wait(String name, String value) {
      Instant now = Instant.parse("2026-11-20T12:00:00Z");
      upstream.always(Reply.json(503, "{}").header(name, value));
      try (var answer =
          transport.get(HttpTarget.of(upstream.url(), Map.of()), Map.of(), Setup.call())) {
        return Objects.requireNonNullElse(
            RetryAfter.of(answer, InstantSource.fixed(now)), Duration.ofDays(-1));
      }
    }

    @ParameterizedTest
    @CsvSource({
      "retry-after,7,7000",
      "retry-after,0.5,500",
      "retry-after,' 7 ',7000",
      "retry-after,-3,0",
      "retry-after-ms,250,250",
      "retry-after,'Fri, 20 Nov 2026 12:00:09 GMT',9000",
      "retry-after,'Fri, 20 Nov 2026 11:00:00 GMT',0",
      "retry-after,soon,-86400000",
      "x-other,7,-86400000"
    })
    void areReadInEveryForm(String name, String value, long millis) {
      assertThat(wait(name, value)).isEqualTo(Duration.ofMillis(millis));
    }
  }
}

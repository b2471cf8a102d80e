package io.llmgw.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.json.Bytes;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.Usage;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Preview;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.Transcript;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicProviderTest {
  private static final String MESSAGE =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-real\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\","
          + "\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":2,\"output_tokens\":4},"
          + "\"new_field\":[1, 2.50]}";
  private static final String ASK =
      "{ \"model\":\"my-model\",\"max_tokens\":9, \"new_field\":[1, 2.50],"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport = Setup.transport();
  private final Setup setup = Setup.of("claude-sonnet-4-5");

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private Provider provider() {
    return setup.provider(transport, upstream.url());
  }

  private static ChatRequest ask(String text) {
    return ChatRequest.of("my-model", List.of(Message.text(Role.USER, text)));
  }

  private Answer pass(String json) {
    return pass(setup, Setup.raw(json, Map.of()));
  }

  private Answer pass(Setup how, RawRequest request) {
    Provider provider = how.provider(transport, upstream.url());
    Passthrough lane = Objects.requireNonNull(provider.passthrough(Protocol.ANTHROPIC));
    return lane.send(request, Setup.call());
  }

  private static GatewayException failure(Runnable action) {
    GatewayException failure = catchThrowableOfType(GatewayException.class, action::run);
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  // How one gets in.

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v1", "/v1/", "/v1/messages", "/v1/messages/count_tokens"})
  void findsTheEndpointFromAnySpellingOfTheAddress(String path) {
    upstream.always(Reply.sse(Messages.saying("Hi")));

    setup.provider(transport, upstream.url() + path).chat(ask("Hello"), Setup.call()).close();

    assertThat(upstream.request().target()).isEqualTo("/v1/messages");
  }

  @Test
  void keepsAPathBeforeTheVersion() {
    upstream.always(Reply.sse(Messages.saying("Hi")));

    setup.provider(transport, upstream.url() + "/anthropic").chat(ask("x"), Setup.call()).close();

    assertThat(upstream.request().target()).isEqualTo("/anthropic/v1/messages");
  }

  @Test
  void saysWhichVendorAnOpenAiAddressBelongsTo() {
    assertThat(
            failure(() -> setup.provider(transport, "https://x.example/v1/chat/completions"))
                .text())
        .contains("my-model", "llmgw.yaml:7", "use the vendor openai");
  }

  @Test
  void sendsAKeyInItsOwnHeader() {
    upstream.always(Reply.sse(Messages.saying("Hi")));

    provider().chat(ask("Hello"), Setup.call()).close();

    Received sent = upstream.request();
    assertThat(sent.header("x-api-key")).contains(Setup.KEY);
    assertThat(sent.header("authorization")).isEmpty();
    assertThat(sent.header("anthropic-version")).contains("2023-06-01");
    assertThat(sent.header("anthropic-beta")).isEmpty();
  }

  @Test
  void sendsATokenAsBearerWithItsBeta() {
    upstream.always(Reply.sse(Messages.saying("Hi")));
    Setup token = setup.key("sk-ant-oat01-abcdefgh").headers(Map.of("Anthropic-Beta", "a-1 , b-2"));

    token.provider(transport, upstream.url()).chat(ask("Hello"), Setup.call()).close();

    Received sent = upstream.request();
    assertThat(sent.header("authorization")).contains("Bearer sk-ant-oat01-abcdefgh");
    assertThat(sent.header("x-api-key")).isEmpty();
    assertThat(sent.header("anthropic-beta")).contains("a-1,b-2,oauth-2025-04-20");
  }

  @Test
  void sendsNoKeyBesideAConfiguredProof() {
    upstream.always(Reply.sse(Messages.saying("Hi")));
    Setup own = setup.headers(Map.of("Authorization", "Bearer gateway-token", "x-tenant", "7"));

    own.provider(transport, upstream.url()).chat(ask("Hello"), Setup.call()).close();

    assertThat(upstream.request().header("authorization")).contains("Bearer gateway-token");
    assertThat(upstream.request().header("x-api-key")).isEmpty();
    assertThat(upstream.request().header("x-tenant")).contains("7");
  }

  // The lane for clients of the same protocol.

  /** Cases 41 and 78. */
  @Test
  void case78PassesARequestOnByteForByteWithItsHeaders() {
    upstream.always(Reply.json(MESSAGE).header("anthropic-ratelimit-requests-remaining", "9"));
    Map<String, String> headers =
        Map.of("anthropic-beta", "new-1,new-2", "anthropic-version", "2024-01-01");

    try (Answer answer = pass(setup, Setup.raw(ASK, headers))) {
      Received sent = upstream.request();
      assertThat(sent.text()).isEqualTo(ASK.replace("my-model", "claude-sonnet-4-5"));
      assertThat(sent.header("anthropic-beta")).contains("new-1,new-2");
      assertThat(sent.header("anthropic-version")).contains("2024-01-01");
      Answer.Whole whole = (Answer.Whole) answer;
      assertThat(new String(whole.body().toByteArray(), StandardCharsets.UTF_8))
          .isEqualTo(MESSAGE.replace("claude-real", "my-model"));
      assertThat(whole.usage()).isEqualTo(new Usage(5, 4, 2, 0, 0));
      assertThat(whole.head().headers())
          .contains(Map.entry("anthropic-ratelimit-requests-remaining", "9"));
    }
  }

  @Test
  void refusesAHeaderThatHttpDoesNotAllow() {
    Map<String, String> headers = Map.of("anthropic-beta", "a\u00fcb");

    GatewayException failure = failure(() -> pass(setup, Setup.raw(ASK, headers)));

    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(failure.text()).contains("anthropic-beta");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void addsAndDropsWhatIsConfigured() {
    upstream.always(Reply.json(MESSAGE));
    Setup configured =
        new Setup(
            "claude-x",
            Setup.KEY,
            Map.of(),
            Map.of("speed", "fast"),
            Map.of("temperature", 0.5, "max_tokens", 7, "seed", 1),
            setup.dropping("new_field", "tools[*].input_examples").repair(),
            Setup.NO_MEDIA);
    String asked = ASK.replace("}]}", "}],\"tools\":[{\"name\":\"f\",\"input_examples\":[]}]}");

    pass(configured, Setup.raw(asked, Map.of())).close();

    assertThat(upstream.request().json().toString())
        .isEqualTo(
            "{'model':'claude-x','max_tokens':9,'messages':[{'role':'user','content':'Hello'}],"
                .concat("'tools':[{'name':'f'}],'temperature':0.5,'speed':'fast'}")
                .replace('\'', '"'));
  }

  @Test
  void passesAStreamAndWatchesItsUsage() {
    upstream.always(Reply.sse(Messages.saying("Hi", " there")));

    try (Answer answer = pass(ASK.replace("9,", "9,'stream':true,"))) {
      Answer.Raw raw = (Answer.Raw) answer;
      Bytes out = new Bytes(64);
      while (raw.stream().next(out)) {
        // everything is collected
      }
      assertThat(out.toString())
          .isEqualTo(Messages.saying("Hi", " there").replace("claude-real", "my-model"));
      assertThat(raw.stream().usage()).isEqualTo(Usage.of(5, 3));
      assertThat(raw.stream().next(out)).isFalse();
    }
  }

  /** Case 62. */
  @Test
  void case62AStreamWithoutItsLastEventFails() {
    String events = Messages.saying("Hi").replaceAll("(?s)event: message_stop.*", "");
    upstream.always(Reply.sse(events));

    try (Answer answer = pass(ASK.replace("9,", "9,'stream':true,"))) {
      Bytes out = new Bytes(64);
      GatewayException failure =
          failure(() -> {
            while (((Answer.Raw) answer).stream().next(out)) {
              // until it breaks off
            }
          });
      assertThat(failure.kind()).isEqualTo(ErrorKind.UPSTREAM);
      assertThat(failure.text()).contains("broke off");
    }
  }

  /** Cases 63 and 76. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void case63AnErrorWithStatus200IsThrown(boolean asStream) {
    String error = Messages.error("overloaded_error", "Overloaded");
    upstream.always(
        asStream ? Reply.sse("event: error\ndata: " + error + "\n\n") : Reply.json(error));

    GatewayException failure = failure(() -> pass(ASK.replace("9,", "9,'stream':true,")));

    assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(failure.detail().type()).isEqualTo("overloaded_error");
    assertThat(failure.text()).isEqualTo("Overloaded (request req_7)");
  }

  @Test
  void makesAStreamOfAWholeAnswerAndTheReverse() {
    upstream.then(Reply.json(MESSAGE)).then(Reply.sse(Messages.saying("Hi")));

    try (Answer streamed = pass(ASK.replace("9,", "9,'stream':true,"));
        Answer whole = pass(ASK)) {
      for (Answer answer : List.of(streamed, whole)) {
        assertThat(Transcript.of(((Answer.Events) answer).stream()).text()).isEqualTo("Hi");
      }
    }
  }

  @Test
  void countsTokensByteForByte() {
    upstream.always(Reply.json("{\"input_tokens\": 14, \"x\":1}"));
    JsonObjectIndex body = JsonObjectIndex.of(ASK.getBytes(StandardCharsets.UTF_8));
    RawRequest request = new RawRequest(Operation.TOKEN_COUNT, body, "my-model", false, false);

    try (Answer answer = pass(setup.defaults(Map.of("max_tokens", 5)), request)) {
      assertThat(upstream.request().target()).isEqualTo("/v1/messages/count_tokens");
      assertThat(upstream.request().text()).isEqualTo(ASK.replace("my-model", "claude-sonnet-4-5"));
      assertThat(new String(((Answer.Whole) answer).body().toByteArray(), StandardCharsets.UTF_8))
          .isEqualTo("{\"input_tokens\": 14, \"x\":1}");
    }
  }

  // Counting, listing, previewing.

  @Test
  void countsTokensOfATranslatedRequest() {
    upstream.always(Reply.json("{\"input_tokens\":14}"));

    Answer.Counted counted = provider().countTokens(ask("Hello"), Setup.call());

    assertThat(counted).isEqualTo(new Answer.Counted(14, false));
    assertThat(upstream.request().json().propertyNames()).containsOnly("model", "messages");
  }

  /** Case 80. */
  @Test
  void case80EstimatesWhereTheEndpointIsMissing() {
    upstream.always(Reply.page(404, "text/plain", "no such page"));

    Answer.Counted counted = provider().countTokens(ask("Hello, how are you?"), Setup.call());

    assertThat(counted.estimated()).isTrue();
    assertThat(counted.inputTokens()).isPositive();
  }

  @Test
  void doesNotEstimateForAModelThatIsUnknown() {
    upstream.always(Reply.json(404, Messages.error("not_found_error", "model: x")));

    assertThat(failure(() -> provider().countTokens(ask("Hello"), Setup.call())).kind())
        .isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void listsEveryPageOfModels() {
    upstream
        .then(Reply.json("{\"data\":[{\"id\":\"a\"}],\"has_more\":true,\"last_id\":\"a b\"}"))
        .then(Reply.json("{\"data\":[{\"id\":\"b\"}],\"has_more\":false,\"last_id\":\"b\"}"));

    assertThat(provider().models(Setup.call()))
        .extracting(UpstreamModel::id)
        .containsExactly("a", "b");
    assertThat(upstream.requests())
        .extracting(Received::target)
        .containsExactly("/v1/models?limit=1000", "/v1/models?limit=1000&after_id=a+b");
  }

  @Test
  void hasNoModelsWhereThereIsNoList() {
    upstream.always(Reply.page(404, "text/html", "<html>"));

    assertThat(provider().models(Setup.call())).isEmpty();
  }

  @Test
  void previewsWithoutKeyAndWithoutLoading() {
    Part.Media local =
        new Part.Media(Part.MediaKind.IMAGE, null, null, "http://10.0.0.1/a.png", null, null);
    ChatRequest request =
        ChatRequest.of("my-model", List.of(new Message(Role.USER, List.of(local))));

    Preview preview = provider().preview(request, Setup.call());

    assertThat(preview.url()).isEqualTo(upstream.url() + "/v1/messages");
    assertThat(preview.headers()).containsOnly(Map.entry("anthropic-version", "2023-06-01"));
    assertThat(preview.body().at("/messages/0/content/0/source/url").asString(""))
        .isEqualTo("http://10.0.0.1/a.png");
    assertThat(upstream.requests()).isEmpty();
  }

  // Errors and the end.

  /** Cases 61 and 76. */
  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, bad, INVALID_REQUEST, 400",
    "400, invalid_request_error, prompt is too long: 9 > 8, CONTEXT_LENGTH, 400",
    "400, invalid_request_error, Your credit balance is too low, QUOTA, 400",
    "401, authentication_error, invalid x-api-key, AUTHENTICATION, 401",
    "402, billing_error, pay, QUOTA, 402",
    "403, permission_error, no, PERMISSION, 403",
    "404, not_found_error, model: x, NOT_FOUND, 404",
    "413, request_too_large, big, TOO_LARGE, 413",
    "429, rate_limit_error, slow, RATE_LIMIT, 429",
    "500, api_error, oops, UPSTREAM, 500",
    "504, timeout_error, late, TIMEOUT, 504",
    "529, overloaded_error, busy, UNAVAILABLE, 503"
  })
  void case76KeepsWhatAnErrorSays(
      int status, String type, String message, ErrorKind kind, int seen) {
    upstream.always(Reply.json(status, Messages.error(type, message)).header("retry-after", "7"));

    GatewayException failure = failure(() -> provider().chat(ask("x"), Setup.call()));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).isEqualTo(seen);
    assertThat(failure.detail().type()).isEqualTo(type);
    assertThat(failure.text()).contains(message);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void neverShowsTheKeyThatIsRefused() {
    upstream.always(
        Reply.json(401, Messages.error("authentication_error", "bad key " + Setup.KEY)));

    String text = failure(() -> provider().chat(ask("x"), Setup.call())).text();

    assertThat(text).contains("bad key ****").doesNotContain(Setup.KEY);
  }

  @Test
  void wrapsAWebPage() {
    upstream.always(Reply.page(502, "text/html", "<html>Bad gateway</html>"));

    GatewayException failure = failure(() -> provider().chat(ask("x"), Setup.call()));

    assertThat(failure.status()).isEqualTo(502);
    assertThat(failure.text()).contains("web page", "api_base").doesNotContain("<html>");
  }

  /** Case 64. */
  @Test
  void case64ClosingEndsTheUpstreamCall() {
    upstream.always(Reply.sse(Messages.start() + Messages.text(0, "Once")).stall());

    EventStream stream = provider().chat(ask("x"), Setup.call());
    stream.next();
    stream.close();

    assertThat(upstream.request().cancelled()).isTrue();
  }

  /** Case 64, in the other lane. */
  @Test
  void case64ClosingAPassedStreamEndsTheUpstreamCall() {
    upstream.always(Reply.sse(Messages.start() + Messages.text(0, "Once")).stall());

    pass(ASK.replace("9,", "9,'stream':true,")).close();

    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void usesAConnectionAgainAfterTheLastEvent() {
    upstream.always(Reply.sse(Messages.saying("Hi")));

    for (int i = 0; i < 3; i++) {
      assertThat(Transcript.of(provider(), ask("x"), Setup.call()).text()).isEqualTo("Hi");
    }

    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void aSecondAnswerInOneStreamIsAFailure() {
    upstream.always(Reply.sse(Messages.start() + Messages.saying("Hi")));

    try (EventStream stream = provider().chat(ask("x"), Setup.call())) {
      assertThat(failure(() -> Transcript.of(stream)).text()).contains("second answer");
    }
  }
}

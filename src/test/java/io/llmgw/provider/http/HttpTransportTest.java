package io.llmgw.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.llmgw.json.Payload;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
  private static final Duration NEVER = Duration.ZERO;
  private static final Duration SHORT = Duration.ofMillis(150);

  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(2), ProxySelector.of((InetSocketAddress) null));
  private final Cancellation cancellation = new Cancellation();

  @AfterEach
  void close() {
    transport.close();
    upstream.close();
  }

  private HttpAnswer post(TimeLimits limits) {
    return post(upstream.url() + "/v1/chat", limits);
  }

  private HttpAnswer post(String url, TimeLimits limits) {
    Payload body = Payload.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    HttpTarget target = HttpTarget.of(url, Map.of("X-Extra", "e"));
    Call call = new Call("test", cancellation, limits);
    return transport.post(target, Map.of("Authorization", "Bearer k"), body, call);
  }

  private String read(TimeLimits limits) {
    try (HttpAnswer answer = post(limits)) {
      return new String(answer.readAll(1 << 20), StandardCharsets.UTF_8);
    }
  }

  private GatewayException failure(TimeLimits limits) {
    return catchThrowableOfType(GatewayException.class, () -> read(limits));
  }

  /** A call on a thread of its own, and how it ends. */
  private FutureTask<GatewayException> failing() {
    FutureTask<GatewayException> task = new FutureTask<>(() -> failure(TimeLimits.NONE));
    Thread.ofVirtual().start(task);
    return task;
  }

  @Nested
  class Sending {
    @Test
    void sendsTheBodyAndTheHeadersAndNothingOfItsOwnButItsName() {
      upstream.then(Reply.json("{\"ok\":true}"));

      assertThat(read(TimeLimits.NONE)).isEqualTo("{\"ok\":true}");

      Received request = upstream.request();
      Map<String, String> headers = new HashMap<>();
      request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.target()).isEqualTo("/v1/chat");
      assertThat(request.text()).isEqualTo("{\"a\":1}");
      assertThat(headers)
          .containsEntry("authorization", "Bearer k")
          .containsEntry("x-extra", "e")
          .containsEntry("content-type", "application/json")
          .containsEntry("content-length", "7")
          .containsEntry("accept-encoding", "identity")
          .containsEntry("user-agent", "llmgw")
          .containsOnlyKeys(
              "authorization",
              "x-extra",
              "content-type",
              "content-length",
              "accept-encoding",
              "user-agent",
              "host",
              "connection");
    }

    @Test
    void getsAndPostsForms() {
      upstream.always(Reply.json("{}"));
      HttpTarget target = HttpTarget.of(upstream.url() + "/token?a=b", Map.of());
      Call call = new Call("test", cancellation, TimeLimits.NONE);
      Payload form = Payload.of("grant_type=x".getBytes(StandardCharsets.UTF_8));

      transport.get(target, Map.of(), call).close();
      transport.postForm(target, Map.of(), form, call).close();

      assertThat(upstream.awaitRequest(0).method()).isEqualTo("GET");
      assertThat(upstream.awaitRequest(1).text()).isEqualTo("grant_type=x");
      assertThat(upstream.awaitRequest(1).header("content-type"))
          .contains("application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
      upstream.then(Reply.json(status, "{}").header("Location", upstream.url() + "/elsewhere"));

      try (HttpAnswer answer = post(TimeLimits.NONE)) {
        assertThat(answer.status()).isEqualTo(status);
      }

      assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void doesNotStartWhatIsCancelledAlready() {
      cancellation.cancel();

      assertThatThrownBy(() -> read(TimeLimits.NONE))
          .isInstanceOf(GatewayException.class)
          .extracting(e -> ((GatewayException) e).kind())
          .isEqualTo(ErrorKind.CANCELLED);
      assertThat(upstream.connections()).isZero();
    }
  }

  @Nested
  class Answers {
    @Test
    void tellsStatusHeadersAndType() {
      upstream.then(Reply.json(429, "{}").header("Retry-After", "7").type("Application/JSON; a=b"));
      Map<String, String> headers = new HashMap<>();

      try (HttpAnswer answer = post(TimeLimits.NONE)) {
        answer.forEachHeader(headers::put);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("7");
        assertThat(answer.header("x-none")).isNull();
        assertThat(answer.isType("application/json")).isTrue();
        assertThat(answer.isType("text/html")).isFalse();
      }

      assertThat(headers).containsEntry("retry-after", "7");
    }

    @Test
    void showsTheFirstByteAndLeavesItThere() {
      upstream.then(Reply.status(200).send(" \r\n\t").pause(Duration.ofMillis(20)).send("{1}"));
      upstream.then(Reply.status(200).send("é"));
      upstream.then(Reply.json(""));

      try (HttpAnswer answer = post(TimeLimits.NONE)) {
        assertThat(answer.firstByte()).isEqualTo('{');
        assertThat(answer.firstByte()).isEqualTo('{');
        assertThat(answer.readAll(100)).asString().isEqualTo(" \r\n\t{1}");
        assertThat(answer.firstByte()).isEqualTo(-1);
      }
      try (HttpAnswer answer = post(TimeLimits.NONE)) {
        assertThat(answer.firstByte()).isEqualTo(0xC3);
      }
      try (HttpAnswer answer = post(TimeLimits.NONE)) {
        assertThat(answer.firstByte()).isEqualTo(-1);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
    void readsAWholeBodyOfAnyLength(int length) {
      String text = "x".repeat(length);
      upstream.then(Reply.json(text));
      upstream.then(Reply.status(200).sendInPieces(text, 5000));
      upstream.then(Reply.json(text).untilClose());

      assertThat(read(TimeLimits.NONE)).isEqualTo(text);
      assertThat(read(TimeLimits.NONE)).isEqualTo(text);
      assertThat(read(TimeLimits.NONE)).isEqualTo(text);
    }

    @Test
    void refusesABodyThatIsTooLong() {
      upstream.always(Reply.status(200).send("12345678901"));

      try (HttpAnswer answer = post(TimeLimits.NONE)) {
        assertThatThrownBy(() -> answer.readAll(10))
            .hasMessage("The provider's answer is longer than 10 bytes.");
      }
    }
  }

  @Nested
  class Limits {
    @Test
    void endsACallThatDoesNotAnswer() {
      upstream.always(Reply.silence());

      GatewayException failure = failure(new TimeLimits(SHORT, NEVER, NEVER));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.text())
          .isEqualTo("127.0.0.1:" + upstream.port() + " did not answer within 0.2 s.");
      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void aHeadIsNoAnswerYet() {
      upstream.always(Reply.status(200).stall());

      assertThat(failure(new TimeLimits(SHORT, NEVER, NEVER)).text())
          .endsWith(" did not answer within 0.2 s.");
    }

    @Test
    void endsACallThatFallsSilent() {
      upstream.always(Reply.sse("data: 1\n\n").stall());

      GatewayException failure = failure(new TimeLimits(NEVER, SHORT, NEVER));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.text()).endsWith(" sent nothing for 0.2 s.");
      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void endsACallThatGoesOnForever() {
      Reply reply = Reply.sse("data: 1\n\n");
      for (int i = 0; i < 200; i++) {
        reply = reply.pause(Duration.ofMillis(20)).send("data: 1\n\n");
      }
      upstream.always(reply);

      GatewayException failure =
          failure(new TimeLimits(NEVER, Duration.ofSeconds(5), Duration.ofMillis(400)));

      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
      assertThat(failure.text()).endsWith(" did not finish within 0.4 s.");
    }

    @Test
    void aSlowReaderIsNotAFault() throws Exception {
      upstream.always(Reply.sse("data: 1\n\n").pause(Duration.ofMillis(50)).send("data: 2\n\n"));

      try (HttpAnswer answer = post(new TimeLimits(NEVER, SHORT, NEVER))) {
        assertThat(answer.body().read()).isEqualTo('d');
        Thread.sleep(4 * SHORT.toMillis());

        assertThat(answer.readAll(100)).asString().isEqualTo("ata: 1\n\ndata: 2\n\n");
      }
    }
  }

  @Nested
  class Cancelling {
    private static final Duration PROMPTLY = Duration.ofMillis(100);

    /** Cancels a call to an upstream that falls silent, and tells how soon its socket closed. */
    private Duration cancel(int attempt) throws Exception {
      Cancellation each = new Cancellation();
      FutureTask<GatewayException> failing =
          new FutureTask<>(() -> catchThrowableOfType(GatewayException.class, () -> read(each)));
      Thread reader = Thread.ofVirtual().start(failing);
      Received request = upstream.awaitRequest(attempt);
      await().until(() -> reader.getState() == Thread.State.WAITING);
      long start = System.nanoTime();

      each.cancel();

      assertThat(failing.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
      return Duration.ofNanos(request.cancelledAt().orElseThrow() - start);
    }

    private byte[] read(Cancellation each) {
      Call call = new Call("test", each, TimeLimits.NONE);
      HttpTarget target = HttpTarget.of(upstream.url(), Map.of());
      try (HttpAnswer answer = transport.get(target, Map.of(), call)) {
        return answer.readAll(1000);
      }
    }

    /** A busy machine may delay one attempt; a slow way to close would delay them all. */
    private void assertCancelsPromptly(Reply reply) throws Exception {
      upstream.always(reply);
      Duration best = Duration.ofDays(1);
      for (int i = 0; i < 5 && best.compareTo(PROMPTLY) >= 0; i++) {
        best = cancel(i);
      }
      assertThat(best).isLessThan(PROMPTLY);
    }

    @Test
    void closesTheConnectionBeforeTheFirstByte() throws Exception {
      assertCancelsPromptly(Reply.silence());
    }

    @Test
    void closesTheConnectionInMidStream() throws Exception {
      assertCancelsPromptly(Reply.sse("data: 1\n\n").stall());
    }

    @Test
    void closingFromElsewhereEndsAReadAndTheCall() throws Exception {
      upstream.always(Reply.sse("data: 1\n\n").stall());
      HttpAnswer answer = post(TimeLimits.NONE);
      FutureTask<GatewayException> failing =
          new FutureTask<>(
              () -> catchThrowableOfType(GatewayException.class, () -> answer.readAll(100)));
      Thread reader = Thread.ofVirtual().start(failing);
      await().until(() -> reader.getState() == Thread.State.WAITING);

      answer.close();

      assertThat(failing.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
      assertThat(upstream.request().cancelled()).isTrue();
      assertThatThrownBy(() -> answer.body().read()).isInstanceOf(GatewayException.class);
    }

    @Test
    void anUnreadAnswerThatIsClosedEndsTheCall() {
      upstream.always(Reply.sse("data: 1\n\n").stall());

      post(TimeLimits.NONE).close();

      assertThat(upstream.request().cancelled()).isTrue();
    }

    @Test
    void closingAgainLeavesALaterCallOfTheSameRequestAlone() {
      upstream.then(Reply.json("{}"));
      upstream.then(Reply.silence());
      HttpAnswer first = post(TimeLimits.NONE);
      first.close();
      FutureTask<GatewayException> second = failing();
      upstream.awaitRequest(1);

      first.close();
      cancellation.cancel();

      assertThat(upstream.requests().get(1).cancelled()).isTrue();
      assertThat(second).succeedsWithin(Duration.ofSeconds(5));
    }
  }

  @Nested
  class Connections {
    @Test
    void areUsedAgainAfterAWholeAnswer() {
      upstream.always(Reply.json("{}"));

      read(TimeLimits.NONE);
      read(TimeLimits.NONE);

      assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void areUsedAgainAfterAStreamWasReadToItsEnd() {
      upstream.always(Reply.sse("data: 1\n\n"));

      read(TimeLimits.NONE);
      read(TimeLimits.NONE);

      assertThat(upstream.requests()).extracting(Received::connection).containsExactly(0, 0);
    }

    @Test
    void areUsedAgainWhenTheReaderKnowsThatTheRestIsNothing() throws Exception {
      upstream.always(Reply.sse("data: [DONE]\n\n").pause(Duration.ofMillis(5)));

      for (int i = 0; i < 2; i++) {
        try (HttpAnswer answer = post(TimeLimits.NONE)) {
          assertThat(answer.body().readNBytes(14)).hasSize(14);
          answer.finished();
        }
      }

      assertThat(upstream.connections()).isEqualTo(1);
      assertThat(upstream.requests()).noneMatch(Received::cancelled);
    }

    @Test
    void thatDiedWhileIdleAreReplaced() {
      upstream.always(Reply.json("{}"));
      read(TimeLimits.NONE);
      upstream.dropConnections();

      assertThat(read(TimeLimits.NONE)).isEqualTo("{}");

      assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void thatDieUnderARequestAreReplacedToo() {
      upstream.then(Reply.json("{}"));
      upstream.then(Reply.hangUp());
      upstream.then(Reply.json("{\"second\":1}"));
      read(TimeLimits.NONE);

      assertThat(read(TimeLimits.NONE)).isEqualTo("{\"second\":1}");
    }
  }

  @Nested
  class Broken {
    private void assertNetwork(GatewayException failure, String sentence) {
      assertThat(failure.kind()).isEqualTo(ErrorKind.NETWORK);
      assertThat(failure.text()).isEqualTo(sentence);
    }

    private String broke() {
      return "The connection to 127.0.0.1:" + upstream.port() + " broke.";
    }

    @Test
    void hangingUpInsteadOfAnAnswer() {
      upstream.always(Reply.hangUp());

      assertNetwork(failure(TimeLimits.NONE), broke());
    }

    @Test
    void somethingThatIsNotHttp() {
      upstream.always(Reply.bytes("220 smtp.example ESMTP\r\n"));

      assertNetwork(failure(TimeLimits.NONE), broke());
    }

    @Test
    void anEndInTheMiddle() {
      upstream.then(Reply.sse("data: 1\n\n").cut());
      upstream.then(Reply.sse("data: 1\n\n").reset());
      upstream.then(Reply.json("{\"a\":1}").cutAfter(3));
      upstream.then(Reply.status(200).raw("zz\r\nxx\r\n"));

      for (int i = 0; i < 4; i++) {
        assertNetwork(failure(TimeLimits.NONE), broke());
      }
    }

    @Test
    void aPortWhereNobodyListens() throws IOException {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }

      GatewayException failure =
          catchThrowableOfType(
              GatewayException.class,
              () -> post("http://127.0.0.1:" + port + "/v1", TimeLimits.NONE));

      assertNetwork(failure, "127.0.0.1:" + port + " refuses connections or is down.");
    }

    @Test
    void aHostThatDoesNotExist() {
      GatewayException failure =
          catchThrowableOfType(
              GatewayException.class,
              () -> post("http://no-such-host.invalid/v1", TimeLimits.NONE));

      assertNetwork(failure, "The host 'no-such-host.invalid' cannot be found.");
    }

    @Test
    void tlsWhereNoneIsSpoken() {
      upstream.always(Reply.bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));

      GatewayException failure =
          catchThrowableOfType(
              GatewayException.class,
              () -> post("https://127.0.0.1:" + upstream.port() + "/v1", TimeLimits.NONE));

      assertThat(failure.kind()).isEqualTo(ErrorKind.NETWORK);
      assertThat(failure.text())
          .startsWith("No secure connection to 127.0.0.1:" + upstream.port() + " is possible: ")
          .doesNotContain("java", "javax", "SSL", "okhttp", "Exception");
    }
  }
}

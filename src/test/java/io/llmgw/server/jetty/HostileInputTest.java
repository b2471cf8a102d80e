package io.llmgw.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken and hostile clients send, byte by byte. */
@Timeout(20)
class HostileInputTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final int MAX_BYTES = 64 * 1024;
  private static final Duration HEAD = Duration.ofMillis(400);
  private static final Duration IDLE = Duration.ofMillis(500);

  private static final String WHOLE =
      "{\"model\":\"chat-a\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  private static final String STREAM = WHOLE.replace("}]}", "}],\"stream\":true}");

  private final FakeProvider provider = new FakeProvider().always(Scenario.says("Hello"));
  private TestingServer server;

  @BeforeEach
  void start() {
    server =
        TestingServer.start(
            new TestingConfig().maxBytes(MAX_BYTES).with(TestingConfig.entry("chat-a")),
            _ -> provider,
            new JettyServer.Limits(16 * 1024, HEAD, IDLE));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WireAnswer send(String bytes) {
    try (WireClient client = server.connect()) {
      return client.send(bytes).answer();
    }
  }

  private static void refused(WireAnswer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.isJson()).isTrue();
    assertThat(answer.errorMessage()).isNotEmpty();
    assertThat(answer.json().path("error").path("type").asString("")).isNotEmpty();
    assertThat(answer.json().path("error").path("code").asString("")).isNotEmpty();
    assertThat(answer.complete()).isTrue();
  }

  private static void good(WireAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.text()).contains("Hello");
  }

  private void isAlive() {
    good(server.post(CHAT, WHOLE));
  }

  @Nested
  class Heads {
    @Test
    void refusesAHeaderTooLong() {
      refused(
          send("GET /version HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(17_000) + "\r\n\r\n"), 431);
      isAlive();
    }

    @Test
    void refusesAUriTooLong() {
      refused(send("GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
      isAlive();
    }

    @Test
    void refusesTooManyHeaders() {
      StringBuilder head = new StringBuilder("GET /version HTTP/1.1\r\nHost: x\r\n");
      for (int i = 0; i < 2_000; i++) {
        head.append("a").append(i).append(": b\r\n");
      }

      refused(send(head + "\r\n"), 431);
      isAlive();
    }

    @ParameterizedTest
    @CsvSource({
      "lengthAndChunked, 'Content-Length: 5\\r\\nTransfer-Encoding: chunked'",
      "twoLengths, 'Content-Length: 5\\r\\nContent-Length: 6'",
      "listOfLengths, 'Content-Length: 5, 6'",
      "negativeLength, Content-Length: -5",
      "plusInLength, Content-Length: +5",
      "hugeLength, Content-Length: 99999999999999999999",
      "unknownEncoding, Transfer-Encoding: xchunked",
      "chunkedTwice, 'Transfer-Encoding: chunked, chunked'",
      "chunkedNotLast, 'Transfer-Encoding: chunked, gzip'",
      "spaceBeforeColon, 'Content-Length : 5'",
      "foldedHeader, 'A: b\\r\\n c'",
      "noColon, nonsense",
      "emptyName, ': b'",
      "controlInName, 'A\\u0001: b'"
    })
    void refusesAmbiguousFraming(String name, String headers) {
      String lines = headers.replace("\\r\\n", "\r\n").replace("\\u0001", "\u0001");
      String request = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n\r\nhello";

      refused(send(request), 400);
      assertThat(provider.calls()).isEmpty();
      isAlive();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "GET /version HTTP/1.1\nHost: x\n\n",
          "GET /version HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
          "GET /version HTTP/1.1\r\n\r\n",
          "GET /version HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
          "GET /ver sion HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /version HTTP/3.7\r\nHost: x\r\n\r\n",
          "GET /version HTPP/1.1\r\nHost: x\r\n\r\n",
          "GET\r\n\r\n",
          "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET /version\u0000 HTTP/1.1\r\nHost: x\r\n\r\n"
        })
    void refusesWhatIsNoHttp(String request) {
      WireAnswer answer = send(request);

      assertThat(answer.status()).isIn(400, 505);
      refused(answer, answer.status());
      isAlive();
    }

    @Test
    void survivesATlsHandshake() {
      try (WireClient client = server.connect()) {
        client.send(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc});

        refused(client.answer(), 400);
        assertThat(client.closedByServer()).isTrue();
      }
      isAlive();
    }

    @Test
    void closesAConnectionWhoseHeadStops() {
      try (WireClient client = server.connect()) {
        long start = System.nanoTime();
        client.send("GET /version HTTP/1.1\r\nHo");

        assertThat(client.closedByServer()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IDLE.multipliedBy(3));
      }
    }

    @Test
    void closesAConnectionThatDripsItsHead() {
      try (WireClient client = server.connect()) {
        long start = System.nanoTime();
        Thread drip = Thread.ofVirtual().start(() -> drip(client));

        assertThat(client.closedByServer()).isTrue();
        // each byte starts the idle limit anew, the head's own limit goes on
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(HEAD, HEAD.multipliedBy(5));
        drip.interrupt();
      }
    }

    private static void drip(WireClient client) {
      try {
        for (int i = 0; i < 1_000; i++) {
          client.send("a");
          Thread.sleep(50);
        }
      } catch (InterruptedException | UncheckedIOException _) {
        // the server has closed, which the test looks at
      }
    }

    @Test
    void closesAConnectionThatNeverSpeaks() {
      try (WireClient client = server.connect()) {
        assertThat(client.closedByServer()).isTrue();
      }
    }

    @Test
    void countsTheHeadOfALaterRequestAnew() throws InterruptedException {
      try (WireClient client = server.connect()) {
        for (int i = 0; i < 3; i++) {
          Thread.sleep(HEAD.toMillis() / 2);
          good(client.post(CHAT, WHOLE).answer());
        }
      }
    }
  }

  @Nested
  class Bodies {
    private String body(int length) {
      return WHOLE.replace("hello", "a".repeat(length - WHOLE.length() + 5));
    }

    @Test
    void takesABodyOfTheLimit() {
      good(server.post(CHAT, body(MAX_BYTES)));
    }

    @Test
    void refusesABodyOverTheLimit() {
      try (WireClient client = server.connect()) {
        refused(client.post(CHAT, body(MAX_BYTES + 1)).answer(), 413);
        // it was read, so the connection goes on
        good(client.post(CHAT, WHOLE).answer());
      }
    }

    @Test
    void refusesAChunkedBodyOverTheLimit() {
      String piece = "1000\r\n" + "a".repeat(0x1000) + "\r\n";
      String head = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
      try (WireClient client = server.connect()) {
        refused(client.send(head + piece.repeat(20) + "0\r\n\r\n").answer(), 413);
        good(client.post(CHAT, WHOLE).answer());
      }
    }

    @Test
    void refusesABodyAnnouncedFarTooLongAtOnce() {
      try (WireClient client = server.connect()) {
        client.send(
            "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{");

        refused(client.answer(), 413);
        assertThat(client.closedByServer()).isTrue();
      }
    }

    @Test
    void takesABodyInManyPackets() throws InterruptedException {
      byte[] request = WireClient.request(CHAT, WHOLE).getBytes(StandardCharsets.UTF_8);
      try (WireClient client = server.connect()) {
        for (int i = 0; i < request.length; i++) {
          client.send(new byte[] {request[i]});
          if (i % 40 == 0) {
            Thread.sleep(2);
          }
        }

        good(client.answer());
      }
    }

    @Test
    void takesABodyInChunksOfEverySize() {
      StringBuilder chunks = new StringBuilder();
      for (int from = 0, size = 1; from < WHOLE.length(); from += size++) {
        String piece = WHOLE.substring(from, Math.min(WHOLE.length(), from + size));
        chunks.append(Integer.toHexString(piece.length())).append(";ext=1\r\n").append(piece);
        chunks.append("\r\n");
      }

      good(
          send(
              "POST "
                  + CHAT
                  + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + chunks
                  + "0\r\nTrailer: x\r\n\r\n"));
    }

    @Test
    void refusesABrokenChunk() {
      refused(
          send(
              "POST "
                  + CHAT
                  + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n"),
          400);
    }

    @Test
    void refusesABodyThatDoesNotCome() {
      try (WireClient client = server.connect()) {
        client.send("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");

        refused(client.answer(), 408);
        assertThat(client.closedByServer()).isTrue();
      }
      assertThat(server.admission().inFlight()).isZero();
    }

    @Test
    void asksForABodyThatWaitsForLeave() {
      try (WireClient client = server.connect()) {
        client.send(
            "POST "
                + CHAT
                + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                + WHOLE.length()
                + "\r\n\r\n");
        assertThat(client.head()).isEqualTo(100);
        client.send(WHOLE);

        good(client.answer());
      }
    }

    @Test
    void doesNotAskForABodyItRefuses() {
      try (WireClient client = server.connect()) {
        client.send(
            "POST "
                + CHAT
                + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                + (MAX_BYTES + 1)
                + "\r\n\r\n");

        refused(client.answer(), 413);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/form-data; boundary=x", "application/xml"})
    void refusesABodyOfAnotherType(String type) {
      WireAnswer answer =
          send(
              "POST "
                  + CHAT
                  + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
                  + type
                  + "\r\nContent-Length: 2\r\n\r\n{}");

      refused(answer, 415);
      assertThat(answer.errorMessage()).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "application/json",
          "Application/JSON; charset=utf-8",
          "application/vnd.api+json",
          ""
        })
    void takesJsonByAnyOfItsTypes(String type) {
      String line = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";

      good(
          send(
              "POST "
                  + CHAT
                  + " HTTP/1.1\r\nHost: x\r\n"
                  + line
                  + "Content-Length: "
                  + WHOLE.length()
                  + "\r\n\r\n"
                  + WHOLE));
    }
  }

  @Nested
  class Connections {
    @Test
    void answersPipelinedRequestsInOrder() {
      try (WireClient client = server.connect()) {
        client.send(
            WireClient.request(CHAT, WHOLE)
                + WireClient.request(CHAT, STREAM)
                + "GET /version HTTP/1.1\r\nHost: x\r\n\r\n"
                + WireClient.request(CHAT, WHOLE));

        good(client.answer());
        WireAnswer stream = client.answer();
        good(stream);
        assertThat(stream.text()).endsWith("data: [DONE]\n\n");
        assertThat(client.answer().text()).contains("1.2.3");
        good(client.answer());
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 1_500, 5_000})
    void answersARequestThatCameDuringTheFormerAnswer(int padding) {
      provider.then(Scenario.of(Scenario.text("Hello")).silent(Duration.ofMillis(100)).ending());
      provider.then(Scenario.says("Hello again"));
      String second = WireClient.request(CHAT, WHOLE.replace("hello", "h".repeat(padding)), "A: b");
      try (WireClient client = server.connect()) {
        client.post(CHAT, STREAM);
        assertThat(client.head()).isEqualTo(200);
        client.chunk();

        client.send(second.substring(0, second.length() / 2));
        client.send(second.substring(second.length() / 2));

        while (client.chunk().length > 0) {
          // to the end of the first answer
        }
        WireAnswer answer = client.answer();
        good(answer);
        assertThat(answer.text()).contains("Hello again");
        good(client.post(CHAT, WHOLE).answer());
      }
    }

    @Test
    void answersTwoHundredRequestsOnOneConnection() {
      try (WireClient client = server.connect()) {
        for (int i = 0; i < 200; i++) {
          good(client.post(CHAT, i % 2 == 0 ? WHOLE : STREAM).answer());
        }
      }
    }

    @Test
    void speaksHttp10() {
      try (WireClient client = server.connect()) {
        client.send(
            "POST "
                + CHAT
                + " HTTP/1.0\r\nContent-Length: "
                + STREAM.length()
                + "\r\n\r\n"
                + STREAM);
        WireAnswer answer = client.answer();

        good(answer);
        assertThat(answer.header("transfer-encoding")).isEmpty();
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        assertThat(client.closedByServer()).isTrue();
      }
    }

    @Test
    void closesWhenAskedTo() {
      try (WireClient client = server.connect()) {
        good(client.post(CHAT, STREAM, "Connection: close").answer());

        assertThat(client.closedByServer()).isTrue();
      }
    }

    /** See {@link io.llmgw.server.Exchange#cancellation}: Jetty cannot tell it from leaving. */
    @Test
    void takesAClientThatClosesItsHalfForGone() {
      provider.then(Scenario.silence());
      try (WireClient client = server.connect()) {
        client.post(CHAT, WHOLE);
        Awaitility.await()
            .pollInterval(Duration.ofMillis(2))
            .until(() -> !provider.calls().isEmpty());
        client.shutdownOutput();

        provider.calls().getFirst().cancelledAt();
        WireAnswer answer = client.answer();
        refused(answer, 499);
        assertThat(answer.errorMessage()).contains("closed its side");
        assertThat(client.closedByServer()).isTrue();
      }
    }

    @Test
    void answersWhatNeedsNoUpstreamToAClientThatClosedItsHalf() {
      try (WireClient client = server.connect()) {
        client.get("/v1/models");
        client.shutdownOutput();

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.closedByServer()).isTrue();
      }
    }

    @Test
    void givesUpOnAClientThatDoesNotRead() {
      String page = "x".repeat(16_000);
      Scenario endless = Scenario.of();
      for (int i = 0; i < 1_000; i++) {
        endless = endless.then(Scenario.text(page));
      }
      provider.then(endless.ending());
      try (WireClient client = WireClient.connect(server.port(), 4_096)) {
        client.post(CHAT, STREAM);
        Awaitility.await().until(() -> provider.calls().size() == 1);
        FakeProvider.Played call = provider.calls().getFirst();

        Awaitility.await()
            .atMost(IDLE.multipliedBy(6))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> call.closed() && server.admission().inFlight() == 0);
      }
      isAlive();
    }

    @Test
    void keepsAnAnswerThatIsSilentForLongerThanTheIdleLimit() {
      provider.then(Scenario.of(Scenario.text("Hello")).silent(IDLE.plusMillis(200)).ending());

      good(server.post(CHAT, STREAM));

      provider.then(
          new Scenario(List.of())
              .silent(IDLE.plusMillis(200))
              .then(Scenario.text("Hello"))
              .ending());
      good(server.post(CHAT, WHOLE));
    }
  }

  @Nested
  class Paths {
    @Test
    void saysWhichMethodsAPathTakes() {
      WireAnswer answer = send("DELETE " + CHAT + " HTTP/1.1\r\nHost: x\r\n\r\n");
      refused(answer, 405);
      assertThat(answer.header("allow")).contains("POST");

      WireAnswer models = send("PUT /v1/models/chat-a HTTP/1.1\r\nHost: x\r\n\r\n");
      refused(models, 405);
      assertThat(models.header("allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/chat-a", "/health/readiness", "/"})
    void answersHeadAsGetWithoutTheBody(String path) {
      WireAnswer get = server.get(path);
      try (WireClient client = server.connect()) {
        client.send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        WireAnswer head = client.answerToHead();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
        assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
        // no byte of a body is in the way of the next answer
        assertThat(client.get(path).answer().text()).isEqualTo(get.text());
      }
    }

    @Test
    void staysInsideItsPaths() {
      for (String path :
          List.of("/v1/../version", "/v1/%2e%2e/version", "/version;a=b", "/v1/models/..%2f..")) {
        WireAnswer answer = server.get(path);

        assertThat(answer.status()).as(path).isIn(400, 404);
        assertThat(answer.isJson()).as(path).isTrue();
      }
    }

    @Test
    void doesNotAnswerConnectOrTrace() {
      assertThat(send("TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n").status())
          .isEqualTo(405);
      assertThat(send("CONNECT evil:80 HTTP/1.1\r\nHost: evil:80\r\n\r\n").status())
          .isIn(400, 404, 405, 501);
    }
  }
}

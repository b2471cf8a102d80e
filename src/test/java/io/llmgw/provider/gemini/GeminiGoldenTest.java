package io.llmgw.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.llmgw.app.TestingServer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Golden;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an OpenAI client asks, what goes to Gemini, what comes back and what the client gets.
 *
 * <p>Edge case 2 is {@code parallel-tools}, 19 {@code tool-result-in-pieces}, 35 {@code
 * tool-round-trip}, 47 {@code stream}, 48 {@code safety-stop}, 69 {@code tool-round-trip} and
 * {@code tools}, 72 {@code document}.
 */
class GeminiGoldenTest {
  private static HttpTransport transport;

  @BeforeAll
  static void open() {
    transport = Setup.transport();
  }

  @AfterAll
  static void close() {
    transport.close();
  }

  static List<Golden> cases() {
    return Golden.cases("gemini");
  }

  static List<Golden> streams() {
    return cases().stream().filter(golden -> golden.has("upstream-response.sse")).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsRecorded(Golden golden) {
    Setup setup = Setup.of(golden.text("model.txt").strip());
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server =
            TestingServer.start(
                new TestingConfig().retries(0).with(setup.deployment(upstream.url())),
                _ -> setup.provider(transport, upstream.url()))) {
      upstream.always(reply(golden));

      WireAnswer answer = server.post("/v1/chat/completions", golden.text("client-request.json"));

      assertThat(upstream.requests()).as(answer.text()).hasSize(1);
      golden.check("upstream-request.json", upstream.request().body());
      golden.check(file(answer), stable(answer.text()));
      if (golden.has("status.txt")) {
        golden.check("client-status.txt", answer.status() + "\n");
      }
    }
  }

  private static Reply reply(Golden golden) {
    if (golden.has("upstream-response.sse")) {
      return Reply.sse(golden.text("upstream-response.sse"));
    }
    int status = Integer.parseInt(golden.text("status.txt").strip());
    return Reply.json(status, golden.text("upstream-response.json"));
  }

  private static String file(WireAnswer answer) {
    return answer.isJson() ? "client-response.json" : "client-response.sse";
  }

  /** Without what differs from call to call. */
  private static String stable(String text) {
    return text.replaceAll("\"created\":\\d+", "\"created\":0")
        .replaceAll("chatcmpl-[\\w-]+", "chatcmpl-1")
        .replaceAll("call_[0-9a-f]{24}", "call_made-up");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void decodesAsRecorded(Golden golden) {
    golden.check("events.txt", decode(whole(golden)));
  }

  /** Edge case 54. */
  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameWhereverItIsCut(Golden golden) {
    byte[] body = golden.bytes("upstream-response.sse");
    String decoded = decode(List.of(body));

    for (int cut = 1; cut < body.length; cut++) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length));
      if (!decode(pieces).equals(decoded)) {
        fail("differs when cut at " + cut + ": " + decode(pieces));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameHoweverItIsFramed(Golden golden) {
    String body = golden.text("upstream-response.sse");
    List<UnaryOperator<String>> framings =
        List.of(
            text -> text.replace("\r\n", "\n"),
            text -> text.replace("\r\n", "\r"),
            text -> text.replace("data: ", "data:"),
            text -> ": ping\n\n" + text.replace("\r\n\r\n", "\r\n\r\n: ping\n\n"),
            text -> "\uFEFF" + text,
            text -> text.strip());

    for (UnaryOperator<String> framing : framings) {
      List<byte[]> framed = List.of(framing.apply(body).getBytes(StandardCharsets.UTF_8));
      assertThat(decode(framed)).isEqualTo(decode(whole(golden)));
    }
  }

  private static List<byte[]> whole(Golden golden) {
    return List.of(golden.bytes("upstream-response.sse"));
  }

  private static String decode(List<byte[]> pieces) {
    ErrorBody errors = new ErrorBody("gemini", List.of());
    return Told.events(() ->
        new GeminiEventStream(
            new AnswerChunks("gemini", MemoryAnswer.of("text/event-stream", pieces), errors),
            Encoded.noNames(),
            AnswerHead.EMPTY));
  }
}

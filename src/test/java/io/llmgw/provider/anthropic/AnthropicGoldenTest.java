package io.llmgw.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.llmgw.app.TestingServer;
import io.llmgw.json.Json;
import io.llmgw.json.JsonEdit;
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
 * What an OpenAI client asks, what goes to Anthropic, what comes back and what the client gets; and
 * what a client of Anthropic's own protocol gets of the same answer.
 *
 * <p>Edge case 1 is {@code parallel-tools}, 71 {@code context-window-exceeded} and {@code refusal},
 * 72 {@code document}, 73 {@code server-tools}.
 */
class AnthropicGoldenTest {
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
    return Golden.cases("anthropic");
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
        .replaceAll("chatcmpl-[\\w-]+", "chatcmpl-1");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void decodesAsRecorded(Golden golden) {
    // the case in which a tool call is the answer
    String answerTool = golden.name().endsWith("-by-tool") ? "json" : null;
    Encoded request =
        new Encoded(Json.MAPPER.createObjectNode(), Encoded.noNames(), answerTool, List.of());

    String told =
        Told.events(
            () -> new AnthropicEventStream(events(whole(golden)), request, AnswerHead.EMPTY));

    golden.check("events.txt", told);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void passesThroughAsItCame(Golden golden) {
    String sent = golden.text("upstream-response.sse");

    String passed = pass(whole(golden));

    String expected = sent.replace("claude-real", "my-model").replaceAll("(?s)event: error.*", "");
    assertThat(passed.replaceAll("(?m)^: failed with .*\n\n", "")).isEqualTo(expected);
    assertThat(passed.contains(": failed with")).isEqualTo(!sent.contains("message_stop"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameWhereverItIsCut(Golden golden) {
    byte[] body = golden.bytes("upstream-response.sse");
    String passed = pass(List.of(body));
    String decoded = decode(List.of(body));

    for (int cut = 1; cut < body.length; cut++) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length));
      if (!pass(pieces).equals(passed) || !decode(pieces).equals(decoded)) {
        fail("differs when cut at " + cut + ": " + pass(pieces) + decode(pieces));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameHoweverItIsFramed(Golden golden) {
    String body = golden.text("upstream-response.sse");
    List<UnaryOperator<String>> framings =
        List.of(
            text -> text.replace("\n", "\r\n"),
            text -> text.replace("\n", "\r"),
            text -> text.replace("data: ", "data:"),
            text -> text.replaceAll("(?m)^event: .*\n", ""),
            text -> ": ping\n\n" + text.replace("\n\n", "\n\n: ping\n\n"),
            text -> "\uFEFF" + text,
            text -> text.strip());

    for (UnaryOperator<String> framing : framings) {
      List<byte[]> framed = List.of(framing.apply(body).getBytes(StandardCharsets.UTF_8));
      assertThat(pass(framed)).isEqualTo(pass(whole(golden)));
      assertThat(decode(framed)).isEqualTo(decode(whole(golden)));
    }
  }

  private static List<byte[]> whole(Golden golden) {
    return List.of(golden.bytes("upstream-response.sse"));
  }

  private static MessageEvents events(List<byte[]> pieces) {
    ErrorBody errors = new ErrorBody("anthropic", List.of());
    return new MessageEvents("anthropic", MemoryAnswer.of("text/event-stream", pieces), errors);
  }

  private static String pass(List<byte[]> pieces) {
    return Told.frames(() -> new AnthropicRawStream(events(pieces), JsonEdit.quoted("my-model")));
  }

  private static String decode(List<byte[]> pieces) {
    return Told.events(
        () -> new AnthropicEventStream(events(pieces), Encoded.none(), AnswerHead.EMPTY));
  }
}

package io.llmgw.provider.bedrock;

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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What an OpenAI client asks, what goes to Bedrock, what comes back and what the client gets. The
 * frames of a stream are recorded as the events in them, a line each.
 *
 * <p>Edge case 22 is {@code tool-round-trip-without-tools}, 23 {@code tool-round-trip-mistral}, 46
 * {@code error-mid-stream}, 72 {@code document}.
 */
class BedrockGoldenTest {
  private static final String EVENTS = "upstream-response.jsonl";
  private static final String TYPE = "application/vnd.amazon.eventstream";
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
    return Golden.cases("bedrock");
  }

  static List<Golden> streams() {
    return cases().stream().filter(golden -> golden.has(EVENTS)).toList();
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
    if (golden.has(EVENTS)) {
      return Reply.status(200).header("Content-Type", TYPE).send(Frames.of(golden.text(EVENTS)));
    }
    List<String> head = golden.text("status.txt").lines().toList();
    Reply reply =
        Reply.json(Integer.parseInt(head.getFirst()), golden.text("upstream-response.json"));
    for (String header : head.subList(1, head.size())) {
      reply = reply.header(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }
    return reply;
  }

  private static String file(WireAnswer answer) {
    return answer.isJson() ? "client-response.json" : "client-response.sse";
  }

  /** Without what differs from call to call. */
  private static String stable(String text) {
    return text.replaceAll("\"created\":\\d+", "\"created\":0")
        .replaceAll("chatcmpl-[\\w-]+", "chatcmpl-1")
        .replaceAll("tooluse_[0-9a-f]{32}", "tooluse_made-up");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void decodesAsRecorded(Golden golden) {
    golden.check("events.txt", decode(golden, List.of(Frames.of(golden.text(EVENTS)))));
  }

  /** Edge case 54. */
  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameWhereverItIsCut(Golden golden) {
    byte[] body = Frames.of(golden.text(EVENTS));
    String decoded = decode(golden, List.of(body));

    for (int cut = 1; cut < body.length; cut++) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length));
      if (!decode(golden, pieces).equals(decoded)) {
        fail("differs when cut at " + cut + ": " + decode(golden, pieces));
      }
    }
  }

  /** A stream may end after its last frame only, or once the answer is complete. */
  @ParameterizedTest
  @MethodSource("streams")
  void anEarlyEndIsAnError(Golden golden) {
    byte[] body = Frames.of(golden.text(EVENTS));
    for (int length = 0; length < body.length; length++) {
      String told = decode(golden, List.of(Arrays.copyOf(body, length)));
      if (!told.contains("Finished[") && !told.contains("failed with ")) {
        fail("a silent end when cut at " + length + ": " + told);
      }
    }
  }

  private static String decode(Golden golden, List<byte[]> pieces) {
    ErrorBody errors = new ErrorBody("bedrock", List.of());
    String model = golden.text("model.txt").strip();
    String answerTool =
        golden.has("answer-tool.txt") ? golden.text("answer-tool.txt").strip() : null;
    Encoded request =
        new Encoded(
            JsonNodeFactory.instance.objectNode(),
            Encoded.noNames(),
            answerTool,
            model.contains("claude"));
    return Told.events(() ->
        new BedrockEventStream(
            "bedrock", MemoryAnswer.of(TYPE, pieces), errors, request, AnswerHead.EMPTY));
  }
}

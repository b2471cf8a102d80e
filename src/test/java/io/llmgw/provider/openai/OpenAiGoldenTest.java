package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.llmgw.json.JsonEdit;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Answer;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Passthrough;
import io.llmgw.provider.Protocol;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawRequest;
import io.llmgw.provider.ReadyEvents;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Golden;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What vendors really send, and what comes of it in both lanes. The vendor is the first part of the
 * case's name; the upstream's model is the one in the request that must go upstream.
 *
 * <p>Edge case 7 is {@code gemini-tools-without-index}, 9 {@code ollama-object-arguments}, 12
 * {@code vllm-empty-arguments}, 14 {@code vllm-index-zero-for-all-calls}, 15 {@code
 * localai-null-arguments-and-late-name}, 49 {@code openai-truncated}, 50 {@code
 * localai-bare-chunks}, 55 {@code mistral-error-object-in-stream} and {@code
 * openrouter-comments-and-details}, 57 {@code xai-error-as-json}, 77 {@code
 * openai-finish-without-done}.
 */
class OpenAiGoldenTest {
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
    return Golden.cases("openai");
  }

  static List<Golden> chats() {
    return cases().stream().filter(golden -> !golden.name().contains("-embedding-")).toList();
  }

  static List<Golden> streams() {
    return cases().stream().filter(golden -> golden.has("upstream-response.sse")).toList();
  }

  static List<Golden> unnamedStreams() {
    return streams().stream()
        .filter(golden -> !golden.text("upstream-response.sse").contains("event:"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void passesThroughAsRecorded(Golden golden) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
      upstream.always(reply(golden));
      Provider provider = setup(golden).provider(transport, upstream.url() + "/v1");
      Passthrough lane = Objects.requireNonNull(provider.passthrough(Protocol.OPENAI));
      RawRequest request = Setup.request(golden.bytes("client-request.json"));

      try (Answer answer = lane.send(request, Setup.call())) {
        switch (answer) {
          case Answer.Whole whole ->
              golden.check("client-response.json", whole.body().toByteArray());
          case Answer.Raw raw -> golden.check("client-response.sse", Told.frames(raw::stream));
          case Answer.Events events ->
              golden.check("client-events.txt", Told.events(events::stream));
          case Answer.Embedded _, Answer.Counted _ -> fail("the lane speaks OpenAI's protocol");
        }
      } catch (GatewayException failure) {
        golden.check("client-failure.txt", Told.failure(failure) + "\n");
      }
      golden.check("upstream-request.json", upstream.request().body());
    }
  }

  @ParameterizedTest
  @MethodSource("chats")
  void decodesAsRecorded(Golden golden) {
    String told =
        golden.has("upstream-response.sse")
            ? decode(List.of(golden.bytes("upstream-response.sse")))
            : Told.events(() -> wholeAnswer(golden));

    golden.check("events.txt", told);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameWhereverItIsCut(Golden golden) {
    byte[] body = golden.bytes("upstream-response.sse");
    RawRequest request = Setup.request(golden.bytes("client-request.json"));
    String passed = pass(request, List.of(body));
    String decoded = decode(List.of(body));

    for (int cut = 1; cut < body.length; cut++) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length));
      if (!pass(request, pieces).equals(passed) || !decode(pieces).equals(decoded)) {
        fail("differs when cut at " + cut + ": " + pass(request, pieces) + decode(pieces));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameHoweverItIsFramed(Golden golden) {
    String body = golden.text("upstream-response.sse");
    RawRequest request = Setup.request(golden.bytes("client-request.json"));
    String passed = pass(request, bytes(body));
    String decoded = decode(bytes(body));
    List<UnaryOperator<String>> framings =
        List.of(
            text -> text.replace("\n", "\r\n"),
            text -> text.replace("\n", "\r"),
            text -> text.replace("data: ", "data:"),
            text -> ": ping\n\n" + text.replace("\n\n", "\n\n: ping\n\n"),
            text -> "\uFEFF" + text,
            text -> text.strip());

    for (UnaryOperator<String> framing : framings) {
      assertThat(pass(request, bytes(framing.apply(body)))).isEqualTo(passed);
      assertThat(decode(bytes(framing.apply(body)))).isEqualTo(decoded);
    }
  }

  /** As DeepInfra and SambaNova do it; where events have names nobody could tell them apart. */
  @ParameterizedTest
  @MethodSource("unnamedStreams")
  void isTheSameWithoutBlankLines(Golden golden) {
    String body = golden.text("upstream-response.sse");
    RawRequest request = Setup.request(golden.bytes("client-request.json"));
    List<byte[]> dense = bytes(body.replace("\n\n", "\n"));

    assertThat(pass(request, dense)).isEqualTo(pass(request, bytes(body)));
    assertThat(decode(dense)).isEqualTo(decode(bytes(body)));
  }

  private static List<byte[]> bytes(String text) {
    return List.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Setup setup(Golden golden) {
    return Setup.of(vendor(golden), golden.json("upstream-request.json").get("model").asString());
  }

  private static String vendor(Golden golden) {
    return golden.name().substring(0, golden.name().indexOf('-'));
  }

  private static Reply reply(Golden golden) {
    return golden.has("upstream-response.sse")
        ? Reply.sse(golden.text("upstream-response.sse"))
        : Reply.json(golden.text("upstream-response.json"));
  }

  private static Chunks chunks(List<byte[]> pieces) {
    return new Chunks("upstream", MemoryAnswer.of("text/event-stream", pieces));
  }

  /** The frames of the passthrough lane. */
  private static String pass(RawRequest request, List<byte[]> pieces) {
    return Told.frames(() ->
        new OpenAiRawStream(
            chunks(pieces),
            JsonEdit.quoted(request.model()),
            request.usageWanted(),
            () -> 7,
            request.operation() == Operation.COMPLETION));
  }

  /** The events of the canonical lane. */
  private static String decode(List<byte[]> pieces) {
    return Told.events(() -> new OpenAiEventStream(chunks(pieces), AnswerHead.EMPTY));
  }

  private static EventStream wholeAnswer(Golden golden) {
    RawRequest request = Setup.request(golden.bytes("client-request.json"));
    byte[] body = golden.bytes("upstream-response.json");
    WholeAnswer answer = new WholeAnswer("upstream", request.operation(), body);
    return new ReadyEvents(AnswerHead.EMPTY, answer.events());
  }
}

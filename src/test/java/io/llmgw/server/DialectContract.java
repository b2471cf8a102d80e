package io.llmgw.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.StreamEvent.ToolCallDelta;
import io.llmgw.model.StreamEvent.ToolCallStarted;
import io.llmgw.testing.Feature;
import io.llmgw.testing.FeatureRecord;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every client dialect must do, over a real socket. A subclass says how its clients ask and
 * read, and what stands upstream.
 */
@ExtendWith(FeatureRecord.class)
public abstract class DialectContract {
  protected static final String MODEL = "chat-a";
  private static final Duration PROMPTLY = Duration.ofMillis(200);
  private static final List<String> TOOLS = List.of("get_weather", "get_time");

  private TestingServer server;

  /** What a client wants. */
  public record Ask(String model, String text, boolean stream, boolean usage, List<String> tools) {
    Ask model(String name) {
      return new Ask(name, text, stream, usage, tools);
    }

    Ask withUsage() {
      return new Ask(model, text, stream, true, tools);
    }

    Ask withTools() {
      return new Ask(model, text, stream, usage, TOOLS);
    }
  }

  /** A call of a tool as a client got it. */
  public record Called(String id, String name, String arguments) {}

  /** The tokens an answer counted. */
  public record Counted(long input, long output) {}

  /**
   * An answer as a client of the dialect reads it.
   *
   * @param model what the answer calls the model; empty for a whole error
   * @param usages every usage it carried; the dialect decides whether zeros count
   * @param error the message of the error in it, empty for none
   * @param closed whether it ended as the dialect's answers must
   */
  public record Heard(
      String model,
      String text,
      String reasoning,
      List<Called> calls,
      String finish,
      List<Counted> usages,
      String error,
      boolean closed) {}

  /** Makes the upstream play that for the next request. */
  protected abstract void upstream(Scenario scenario);

  /** Waits until the upstream's only call is cancelled: {@link System#nanoTime} of that moment. */
  protected abstract long upstreamCancelledAt();

  /** How many calls the upstream got. */
  protected abstract int upstreamCalls();

  /** Starts a server whose only model group is {@link #MODEL}, served by that upstream. */
  protected abstract TestingServer start(TestingConfig config);

  protected abstract String path(Ask ask);

  protected abstract String body(Ask ask);

  protected abstract Heard whole(WireAnswer answer);

  protected abstract Heard stream(WireAnswer answer);

  /** Header lines of every request. */
  protected String[] headers() {
    return new String[0];
  }

  /** The dialect's word for why an answer ended. */
  protected abstract String word(FinishReason reason);

  /** The status a failure of that kind has in the dialect. */
  protected int status(ErrorKind kind) {
    return kind.status();
  }

  /** Bodies that are wrong in one field of the wrong type, by the name an error must give it. */
  protected abstract Map<String, String> wrongFields();

  /** Whether clients decide if they get the usage of a stream. */
  protected abstract boolean usageOnRequest();

  @BeforeEach
  void start() {
    server = start(new TestingConfig().retries(0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  protected static Ask whole() {
    return new Ask(MODEL, "Hello", false, false, List.of());
  }

  protected static Ask stream() {
    return new Ask(MODEL, "Hello", true, false, List.of());
  }

  private static Ask ask(boolean stream) {
    return stream ? stream() : whole();
  }

  private WireAnswer send(Ask ask) {
    return server.post(path(ask), body(ask), headers());
  }

  private Heard heard(Ask ask) {
    WireAnswer answer = send(ask);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.complete()).isTrue();
    return ask.stream() ? stream(answer) : whole(answer);
  }

  private String refused(Ask ask, int status) {
    WireAnswer answer = send(ask);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.isJson()).isTrue();
    assertThat(answer.complete()).isTrue();
    return whole(answer).error();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Feature("answers")
  void tellsWhatTheModelSays(boolean stream) {
    upstream(Scenario.says("Hel", "lo, ", "naïve \"world\"\n🦊"));

    Heard heard = heard(ask(stream));

    assertThat(heard.text()).isEqualTo("Hello, naïve \"world\"\n🦊");
    assertThat(heard.model()).isEqualTo(MODEL);
    assertThat(heard.finish()).isEqualTo(word(FinishReason.STOP));
    assertThat(heard.calls()).isEmpty();
    assertThat(heard.reasoning()).isEmpty();
    assertThat(heard.error()).isEmpty();
    assertThat(heard.closed()).isTrue();
  }

  @Test
  @Feature("streams")
  void sendsEachEventAsItComes() {
    upstream(Scenario.says("first").silent(Duration.ofSeconds(20)));
    Ask ask = stream();

    try (WireClient client = server.connect()) {
      client.post(path(ask), body(ask), headers());

      assertThat(client.head()).isEqualTo(200);
      String come = "";
      while (!come.contains("first")) {
        come = new String(client.chunk(), StandardCharsets.UTF_8);
        assertThat(come).endsWith("\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsWhyTheAnswerWasCutShort(boolean stream) {
    upstream(Scenario.of(Scenario.text("Half a")).ending(FinishReason.LENGTH));

    assertThat(heard(ask(stream)).finish()).isEqualTo(word(FinishReason.LENGTH));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Feature("tools")
  void callsATool(boolean stream) {
    upstream(
        Scenario.of(
                new ToolCallStarted(0, 0, "call_1", "get_weather"),
                new ToolCallDelta(0, 0, "{\"city\":"),
                new ToolCallDelta(0, 0, "\"Zürich\"}"))
            .ending(FinishReason.TOOL_CALLS));

    Heard heard = heard(ask(stream).withTools());

    assertThat(heard.calls())
        .containsExactly(new Called("call_1", "get_weather", "{\"city\":\"Zürich\"}"));
    assertThat(heard.finish()).isEqualTo(word(FinishReason.TOOL_CALLS));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Feature("parallel tools")
  void callsToolsInParallel(boolean stream) {
    upstream(
        Scenario.of(
                Scenario.text("I look it up."),
                new ToolCallStarted(0, 0, "call_1", "get_weather"),
                new ToolCallStarted(0, 1, "call_2", "get_time"),
                new ToolCallDelta(0, 0, "{\"city\":"),
                new ToolCallDelta(0, 1, "{}"),
                new ToolCallDelta(0, 0, "\"Bern\"}"))
            .ending(FinishReason.TOOL_CALLS));

    Heard heard = heard(ask(stream).withTools());

    assertThat(heard.text()).isEqualTo("I look it up.");
    assertThat(heard.calls())
        .containsExactly(
            new Called("call_1", "get_weather", "{\"city\":\"Bern\"}"),
            new Called("call_2", "get_time", "{}"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsAToolWithoutArguments(boolean stream) {
    upstream(
        Scenario.of(new ToolCallStarted(0, 0, "call_1", "get_time"))
            .ending(FinishReason.TOOL_CALLS));

    assertThat(heard(ask(stream).withTools()).calls())
        .containsExactly(new Called("call_1", "get_time", "{}"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Feature("reasoning")
  void showsTheReasoningApartFromTheAnswer(boolean stream) {
    upstream(
        Scenario.of(
                new StreamEvent.ReasoningDelta(0, "Let me "),
                new StreamEvent.ReasoningDelta(0, "think."),
                Scenario.text("42"))
            .ending());

    Heard heard = heard(ask(stream));

    assertThat(heard.reasoning()).isEqualTo("Let me think.");
    assertThat(heard.text()).isEqualTo("42");
  }

  @Test
  @Feature("usage")
  void countsTheTokensOfAWholeAnswer() {
    upstream(Scenario.says("Hi"));

    assertThat(heard(whole()).usages()).containsExactly(new Counted(7, 3));
  }

  @Test
  @Feature("usage")
  void countsTheTokensOfAStreamOnceWhenAsked() {
    upstream(Scenario.says("Hi"));

    assertThat(heard(stream().withUsage()).usages()).containsExactly(new Counted(7, 3));
  }

  @Test
  void countsNoTokensUnasked() {
    if (usageOnRequest()) {
      upstream(Scenario.says("Hi"));

      assertThat(heard(stream()).usages()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"INVALID_REQUEST", "AUTHENTICATION", "RATE_LIMIT", "UPSTREAM", "UNAVAILABLE"})
  @Feature("errors before the first event")
  void answersAFailureBeforeTheFirstEventWithItsStatus(ErrorKind kind) {
    for (boolean stream : new boolean[] {false, true}) {
      upstream(
          Scenario.refusing(
              new GatewayException(
                  kind,
                  "Something is wrong upstream.",
                  new ErrorDetail(kind.status(), "some_error", "some_code", null, null))));

      assertThat(refused(ask(stream), status(kind))).contains("Something is wrong upstream.");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Feature("`retry-after`")
  void passesOnHowLongToWait(boolean stream) {
    upstream(
        Scenario.refusing(
            new GatewayException(
                ErrorKind.RATE_LIMIT,
                "Slow down.",
                new ErrorDetail(429, null, null, null, Duration.ofSeconds(17)))));

    assertThat(send(ask(stream)).header("retry-after")).contains("17");
  }

  @Test
  @Feature("errors in mid-stream")
  void tellsAFailureInMidAnswerInBand() {
    upstream(
        Scenario.of(Scenario.text("So far "), Scenario.text("so good"))
            .failing(new GatewayException(ErrorKind.UPSTREAM, "The upstream fell over.")));

    Heard heard = heard(stream());

    assertThat(heard.text()).isEqualTo("So far so good");
    assertThat(heard.error()).contains("The upstream fell over.");
    assertThat(heard.finish()).isEmpty();
  }

  @Test
  @Feature("errors in mid-stream")
  void failsAWholeAnswerThatBreaksOff() {
    upstream(
        Scenario.of(Scenario.text("So far"))
            .failing(new GatewayException(ErrorKind.UPSTREAM, "The upstream fell over.")));

    assertThat(refused(whole(), 502)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Feature("cancel")
  void cancelsTheUpstreamWhenTheClientLeavesBeforeTheFirstByte(boolean stream) {
    upstream(Scenario.silence());
    Ask ask = ask(stream);
    WireClient client = server.connect();
    client.post(path(ask), body(ask), headers());
    awaitUpstreamCall();

    long left = System.nanoTime();
    client.close();

    assertThat(Duration.ofNanos(upstreamCancelledAt() - left)).isLessThan(PROMPTLY);
    awaitIdle();
  }

  @Test
  @Feature("cancel")
  void cancelsTheUpstreamWhenTheClientLeavesInMidStream() {
    upstream(Scenario.of(Scenario.text("one"), Scenario.text("two")).hanging());
    Ask ask = stream();
    WireClient client = server.connect();
    client.post(path(ask), body(ask), headers());
    assertThat(client.head()).isEqualTo(200);
    assertThat(client.chunk()).isNotEmpty();

    long left = System.nanoTime();
    client.reset();

    assertThat(Duration.ofNanos(upstreamCancelledAt() - left)).isLessThan(PROMPTLY);
    awaitIdle();
  }

  private void awaitUpstreamCall() {
    Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> upstreamCalls() == 1);
  }

  private void awaitIdle() {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> server.admission().inFlight() == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysWhichModelItDoesNotKnow(boolean stream) {
    String message = refused(ask(stream).model("chat-b"), 404);

    assertThat(message).contains("'chat-b'").contains("'" + MODEL + "'");
    assertThat(upstreamCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "nonsense", "{\"model\":\"chat-a\",}", "{} {}", "null"})
  void refusesWhatIsNoJsonObject(String body) {
    WireAnswer answer = server.post(path(whole()), body, headers());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(whole(answer).error()).isNotEmpty();
    assertThat(upstreamCalls()).isZero();
  }

  @Test
  @Feature("errors name the field")
  void namesTheFieldThatHasTheWrongType() {
    assertThat(wrongFields()).isNotEmpty();
    wrongFields()
        .forEach((name, body) -> {
          WireAnswer answer = server.post(path(whole()), body, headers());

          assertThat(answer.status()).as(body + " -> " + answer.text()).isEqualTo(400);
          assertThat(whole(answer).error()).as(body).contains("'" + name + "'");
        });
  }

  @Test
  void usesTheDefaultModel() {
    server.close();
    server = start(new TestingConfig().defaultModel(MODEL));
    upstream(Scenario.says("Hi"));

    Heard heard = heard(whole().model(""));

    assertThat(heard.text()).isEqualTo("Hi");
    assertThat(heard.model()).isEqualTo(MODEL);
  }

  @Test
  void saysThatThereIsNoDefaultModel() {
    assertThat(refused(whole().model(""), 400)).contains("no default model");
  }

  @Test
  @Feature("keep-alive")
  void keepsASilentStreamAlive() {
    server.close();
    server = start(new TestingConfig().keepAlive(Duration.ofMillis(40)));
    upstream(
        Scenario.of(Scenario.text("one"))
            .silent(Duration.ofMillis(150))
            .then(Scenario.text(" two"))
            .ending());

    WireAnswer answer = send(stream());

    assertThat(answer.chunks()).as(answer.text()).hasSizeGreaterThan(3);
    assertThat(stream(answer).text()).isEqualTo("one two");
    assertThat(stream(answer).closed()).isTrue();
  }

  @Test
  void tellsAFailureAfterTheFirstKeepAliveInBand() {
    server.close();
    server = start(new TestingConfig().retries(0).keepAlive(Duration.ofMillis(30)));
    upstream(
        new Scenario(List.of())
            .silent(Duration.ofMillis(120))
            .failing(new GatewayException(ErrorKind.UPSTREAM, "The upstream fell over.")));

    Heard heard = heard(stream());

    assertThat(heard.error()).isNotEmpty();
    assertThat(heard.text()).isEmpty();
  }

  @Test
  void answersManyRequestsOnOneConnection() {
    try (WireClient client = server.connect()) {
      for (int i = 0; i < 200; i++) {
        Ask ask = ask(i % 2 == 0);
        upstream(Scenario.says("answer " + i));
        WireAnswer answer = client.post(path(ask), body(ask), headers()).answer();
        assertThat((ask.stream() ? stream(answer) : whole(answer)).text()).isEqualTo("answer " + i);
      }
    }
  }
}

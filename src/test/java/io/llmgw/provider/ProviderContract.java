package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmgw.json.Json;
import io.llmgw.model.Cancellation;
import io.llmgw.model.Embeddings;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Tool;
import io.llmgw.model.Usage;
import io.llmgw.testing.Feature;
import io.llmgw.testing.FeatureRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider must do, whatever it talks to. A subclass brings about the situations, see
 * {@link ProviderSituations}.
 */
@ExtendWith(FeatureRecord.class)
public abstract class ProviderContract extends ProviderSituations {
  /** How soon a wait has to end when it is told to; generous, as test machines are busy. */
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String SENTENCE = "The quick brown fox jumps over the lazy dog, naïvely. 🦊";

  private static final Part.Media PIXEL =
      new Part.Media(
          Part.MediaKind.IMAGE,
          "image/png",
          "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=",
          null,
          null,
          null);

  private static final List<Tool> TOOLS =
      List.of(
          tool(
              "get_weather",
              "{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}"),
          tool("get_time", "{'type':'object','properties':{}}"));

  @Test
  @Feature("answers")
  void answersWithTheWholeText() {
    Situation situation = says(SENTENCE);

    Transcript transcript = read(situation);

    assertThat(transcript.text()).isEqualTo(SENTENCE);
    assertThat(transcript.finish()).isEqualTo(FinishReason.STOP);
    assertThat(transcript.calls()).isEmpty();
  }

  @Test
  @EnabledIf("supportsStreaming")
  @Feature("streams")
  void streamsTheTextInPieces() {
    assertThat(read(says(SENTENCE)).events())
        .filteredOn(StreamEvent.TextDelta.class::isInstance)
        .hasSizeGreaterThan(1);
  }

  @Test
  @EnabledIf("supportsUsage")
  @Feature("usage")
  void reportsTheTokensOfTheCall() {
    Usage usage = read(says(SENTENCE)).usage().orElseThrow();

    assertThat(usage.inputTokens()).isPositive();
    assertThat(usage.outputTokens()).isPositive();
  }

  @Test
  @EnabledIf("supportsReasoning")
  @Feature("reasoning")
  void keepsReasoningApartFromTheText() {
    Transcript transcript = read(reasons());

    assertThat(transcript.reasoning()).isNotBlank();
    assertThat(transcript.text()).isNotBlank();
    assertThat(transcript.text()).doesNotContain(transcript.reasoning());
  }

  @Test
  @EnabledIf("supportsTools")
  @Feature("tools")
  void callsATool() {
    Transcript transcript = read(callsTools(TOOLS, 1));

    assertThat(transcript.calls()).hasSize(1).first().matches(ProviderContract::isOffered);
    assertThat(transcript.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  @EnabledIf("supportsParallelTools")
  @Feature("parallel tools")
  void keepsParallelToolCallsApart() {
    Transcript transcript = read(callsTools(TOOLS, 2));

    assertThat(transcript.calls()).hasSize(2).allMatch(ProviderContract::isOffered);
    assertThat(transcript.calls()).extracting(Transcript.ToolUse::name).doesNotHaveDuplicates();
    assertThat(transcript.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  @EnabledIf("supportsImages")
  @Feature("images")
  void takesAnImage() {
    assertThat(read(sees(PIXEL)).text()).isNotBlank();
  }

  @Test
  void staysAtItsEnd() {
    Situation situation = says(SENTENCE);
    try (EventStream stream = situation.provider().chat(situation.request(), call())) {
      Transcript.of(stream);

      assertThat(stream.next()).isNull();
      assertThat(stream.next()).isNull();
    }
  }

  @Test
  void hasAHeadFromTheStart() {
    Situation situation = says(SENTENCE);
    try (EventStream stream = situation.provider().chat(situation.request(), call())) {
      assertThat(stream.head()).isNotNull();
    }
  }

  @Test
  void mayBeClosedAtAnyTimeAndAgain() {
    Situation situation = says(SENTENCE);
    EventStream unread = situation.provider().chat(situation.request(), call());
    EventStream read = situation.provider().chat(situation.request(), call());
    Transcript.of(read);

    assertThatCode(unread::close).doesNotThrowAnyException();
    assertThatCode(unread::close).doesNotThrowAnyException();
    assertThatCode(read::close).doesNotThrowAnyException();
    assertThatCode(read::close).doesNotThrowAnyException();
  }

  /** A retry runs under the cancellation of the try before it, whose stream may be closed late. */
  @Test
  @EnabledIf("supportsCancel")
  void closingAgainLeavesALaterCallUnderTheSameCancellation() {
    Call shared = call();
    Situation situation = silentInMidStream();
    EventStream first = situation.provider().chat(situation.request(), shared);
    first.close();
    Reading second = Reading.start(situation, shared);
    second.awaitSilenceAfterAnEvent();

    first.close();
    shared.cancellation().cancel();

    assertThat(second.failure(PROMPTLY)).matches(isOf(ErrorKind.CANCELLED));
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    Situation situation = says(SENTENCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> asks =
          IntStream.range(0, 16)
              .<Callable<String>>mapToObj(_ -> () -> read(situation).text())
              .toList();

      for (Future<String> answer : threads.invokeAll(asks)) {
        assertThat(answer.get()).isEqualTo(SENTENCE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
  @Feature("errors before the first event")
  void throwsARefusalBeforeThereIsAStream(int status) {
    // A condition on a parameterized test has no instance to ask.
    assumeTrue(supportsErrorsBeforeFirstEvent());
    Situation situation = refuses(status);

    GatewayException refusal =
        catchThrowableOfType(
            GatewayException.class,
            () -> situation.provider().chat(situation.request(), call()).close());

    assertThat(refusal).as("what chat throws").isNotNull();
    assertThat(refusal.kind()).isEqualTo(ErrorKind.ofStatus(status));
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.text()).isNotBlank();
  }

  @Test
  @EnabledIf("supportsErrorsMidStream")
  @Feature("errors in mid-stream")
  void throwsWhenTheAnswerBreaksOff() {
    Reading reading = Reading.start(breaksOff(), call());

    Throwable failure = reading.failure(PROMPTLY);

    assertThat(failure).isInstanceOf(GatewayException.class);
    assertThat(((GatewayException) failure).kind()).isNotEqualTo(ErrorKind.CANCELLED);
    assertThat(((GatewayException) failure).text()).isNotBlank();
    assertThat(reading.events())
        .isNotEmpty()
        .noneMatch(StreamEvent.Finished.class::isInstance)
        .noneMatch(StreamEvent.UsageReported.class::isInstance);
  }

  @Test
  void doesNotStartWhatIsAlreadyCancelled() {
    Call cancelled = call();
    cancelled.cancellation().cancel();

    assertThat(Reading.start(says(SENTENCE), cancelled).failure(PROMPTLY))
        .matches(isOf(ErrorKind.CANCELLED));
  }

  @Test
  @EnabledIf("supportsCancel")
  @Feature("cancel")
  void cancellingEndsTheWaitForTheFirstEvent() {
    Call call = call();
    Reading reading = Reading.start(silentFromTheStart(), call);
    reading.awaitSilence();

    call.cancellation().cancel();

    assertThat(reading.failure(PROMPTLY)).matches(isOf(ErrorKind.CANCELLED));
    assertThat(reading.events()).isEmpty();
  }

  @Test
  @EnabledIf("supportsCancel")
  @Feature("cancel")
  void cancellingEndsAWaitInMidStream() {
    Call call = call();
    Reading reading = Reading.start(silentInMidStream(), call);
    reading.awaitSilenceAfterAnEvent();

    call.cancellation().cancel();

    assertThat(reading.failure(PROMPTLY)).matches(isOf(ErrorKind.CANCELLED));
  }

  @Test
  @EnabledIf("supportsCancel")
  void closingFromElsewhereEndsAWait() {
    Reading reading = Reading.start(silentInMidStream(), call());
    reading.awaitSilenceAfterAnEvent();

    reading.close();

    assertThat(reading.failure(PROMPTLY)).isInstanceOf(GatewayException.class);
  }

  @Test
  @EnabledIf("supportsCancel")
  void limitsTheWaitForTheFirstEvent() {
    TimeLimits limits = new TimeLimits(SHORT, Duration.ZERO, Duration.ZERO);
    Reading reading = Reading.start(silentFromTheStart(), call(new Cancellation(), limits));

    assertThat(reading.failure(PROMPTLY)).matches(isOf(ErrorKind.TIMEOUT));
  }

  @Test
  @EnabledIf("supportsCancel")
  @Feature("time limits")
  void limitsTheSilenceInMidStream() {
    TimeLimits limits = new TimeLimits(Duration.ZERO, SHORT, Duration.ZERO);
    Reading reading = Reading.start(silentInMidStream(), call(new Cancellation(), limits));

    assertThat(reading.failure(PROMPTLY)).matches(isOf(ErrorKind.TIMEOUT));
    assertThat(reading.events()).isNotEmpty();
  }

  @Test
  @EnabledIf("supportsCancel")
  @Feature("time limits")
  void limitsTheWholeCall() {
    TimeLimits limits = new TimeLimits(Duration.ZERO, Duration.ZERO, SHORT.multipliedBy(3));
    Reading reading = Reading.start(silentInMidStream(), call(new Cancellation(), limits));

    assertThat(reading.failure(PROMPTLY)).matches(isOf(ErrorKind.TIMEOUT));
  }

  @Test
  @EnabledIf("supportsEmbeddings")
  @Feature("embeddings")
  void embedsEachTextInOrder() {
    var request = new Embeddings.Request("contract", List.of("one", "two", "three"), null);

    Embeddings.Result result = embeds().embed(request, call());

    assertThat(result.vectors()).hasSize(3);
    assertThat(result.vectors())
        .extracting(vector -> vector.length)
        .containsOnly(result.vectors().getFirst().length);
    assertThat(result.vectors().getFirst()).isNotEmpty();
    assertThat(result.usage().outputTokens()).isZero();
  }

  @Test
  @EnabledIf("supportsModelList")
  @Feature("list of models")
  void listsItsModels() {
    assertThat(listsModels().models(call())).isNotEmpty().noneMatch(model -> model.id().isBlank());
  }

  private static Transcript read(Situation situation) {
    return Transcript.of(situation.provider(), situation.request(), call());
  }

  private static Call call(Cancellation cancellation, TimeLimits limits) {
    return new Call("contract-call", cancellation, limits);
  }

  private static boolean isOffered(Transcript.ToolUse use) {
    return TOOLS.stream().anyMatch(tool -> tool.name().equals(use.name()));
  }

  private static Predicate<Throwable> isOf(ErrorKind kind) {
    return failure -> failure instanceof GatewayException known && known.kind() == kind;
  }

  private static Tool tool(String name, String schema) {
    return new Tool(name, "A tool.", Json.MAPPER.readTree(schema.replace('\'', '"')), null);
  }
}

package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.StreamEvent.Finished;
import io.llmgw.model.StreamEvent.Started;
import io.llmgw.model.StreamEvent.TextDelta;
import io.llmgw.model.StreamEvent.ToolCallDelta;
import io.llmgw.model.StreamEvent.ToolCallStarted;
import io.llmgw.model.StreamEvent.UsageReported;
import io.llmgw.model.Usage;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranscriptTest {
  private static final StreamEvent START = new Started("id", "model", 0);
  private static final StreamEvent STOP = new Finished(0, FinishReason.STOP);
  private static final StreamEvent CALLED = new Finished(0, FinishReason.TOOL_CALLS);
  private static final StreamEvent USAGE = new UsageReported(Usage.of(1, 1));

  @Test
  void readsAWellFormedStream() {
    Transcript transcript =
        read(
            START,
            new TextDelta(0, "Hel"),
            new TextDelta(0, "lo"),
            new ToolCallStarted(0, 0, "a", "one"),
            new ToolCallStarted(0, 1, "b", "two"),
            new ToolCallDelta(0, 1, "{}"),
            new ToolCallDelta(0, 0, "{\"x\":"),
            new ToolCallDelta(0, 0, "1}"),
            CALLED,
            USAGE);

    assertThat(transcript.text()).isEqualTo("Hello");
    assertThat(transcript.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(transcript.usage()).contains(Usage.of(1, 1));
    assertThat(transcript.calls())
        .containsExactly(
            new Transcript.ToolUse(0, 0, "a", "one", "{\"x\":1}"),
            new Transcript.ToolUse(0, 1, "b", "two", "{}"));
  }

  static Stream<List<StreamEvent>> broken() {
    StreamEvent text = new TextDelta(0, "x");
    StreamEvent call = new ToolCallStarted(0, 0, "a", "one");
    return Stream.of(
        List.of(),
        List.of(text, STOP),
        List.of(START, START, STOP),
        List.of(START),
        List.of(START, text),
        List.of(START, STOP, text),
        List.of(START, STOP, STOP),
        List.of(START, text, new TextDelta(1, "y"), STOP),
        List.of(START, USAGE, STOP),
        List.of(START, STOP, USAGE, USAGE),
        List.of(START, CALLED),
        List.of(START, new ToolCallStarted(0, 1, "a", "one"), STOP),
        List.of(START, call, new ToolCallStarted(0, 1, "a", "two"), STOP),
        List.of(START, new ToolCallDelta(0, 0, "{}"), STOP),
        List.of(START, call, CALLED),
        List.of(START, call, new ToolCallDelta(0, 0, "{\"x\""), CALLED),
        List.of(START, call, new ToolCallDelta(0, 0, "[]"), CALLED),
        List.of(START, new ToolCallStarted(0, 0, "", "one"), STOP),
        List.of(START, new ToolCallStarted(0, 0, "a", " "), STOP));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void rejectsAStreamThatBreaksTheRules(List<StreamEvent> events) {
    assertThatThrownBy(() -> read(events.toArray(StreamEvent[]::new)))
        .isInstanceOfAny(AssertionError.class, tools.jackson.core.JacksonException.class);
  }

  private static Transcript read(StreamEvent... events) {
    Iterator<StreamEvent> left = List.of(events).iterator();
    return Transcript.of(
        new EventStream() {
          @Override
          public @Nullable StreamEvent next() {
            return left.hasNext() ? left.next() : null;
          }

          @Override
          public AnswerHead head() {
            return AnswerHead.EMPTY;
          }

          @Override
          public void close() {}
        });
  }
}

package io.llmgw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.TimeLimits;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasoningMemoryTest {
  private static final ReasoningState SIGNED =
      ReasoningState.signed(ReasoningState.ANTHROPIC, "sig-1");
  private static final ReasoningState CALL_STATE =
      ReasoningState.signed(ReasoningState.GEMINI, "thought-1");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final ReasoningMemory memory = new ReasoningMemory(() -> now, 10_000);

  private static ChatRequest returning(Part... parts) {
    return ChatRequest.of(
        "m",
        List.of(
            Message.text(Role.USER, "go"),
            new Message(Role.ASSISTANT, List.of(parts)),
            new Message(
                Role.TOOL, List.of(new Part.ToolResult("call-1", null, List.of(), false)))));
  }

  private List<Part> restored(Part... parts) {
    return memory.restore(returning(parts)).messages().get(1).parts();
  }

  private void answered(StreamEvent... events) {
    FakeProvider provider = new FakeProvider().always(Scenario.of(events));
    Call call = new Call("id", new Cancellation(), TimeLimits.NONE);
    try (EventStream stream = new RememberingStream(provider.chat(returning(), call), memory)) {
      while (stream.next() != null) {
        // read to the end
      }
    }
  }

  private void thinksAndCalls() {
    answered(
        new StreamEvent.Started(null, null, 0),
        new StreamEvent.ReasoningDelta(0, "Let me "),
        new StreamEvent.ReasoningDelta(0, "see."),
        new StreamEvent.ReasoningSealed(0, SIGNED),
        new StreamEvent.ToolCallStarted(0, 0, "call-1", "look", CALL_STATE),
        new StreamEvent.ToolCallStarted(0, 1, "call-2", "look"),
        new StreamEvent.Finished(0, FinishReason.TOOL_CALLS));
  }

  @Test
  void putsBackWhatTheClientLost() {
    thinksAndCalls();

    assertThat(restored(new Part.Text("hm"), new Part.ToolCall("call-1", "look", "{}")))
        .containsExactly(
            new Part.Reasoning("Let me see.", SIGNED),
            new Part.Text("hm"),
            new Part.ToolCall("call-1", "look", "{}", CALL_STATE));
  }

  @Test
  void putsItBackOnceForParallelCalls() {
    thinksAndCalls();

    assertThat(
            restored(
                new Part.ToolCall("call-1", "look", "{}"),
                new Part.ToolCall("call-2", "look", "{}")))
        .filteredOn(Part.Reasoning.class::isInstance)
        .hasSize(1);
  }

  @Test
  void keepsTextWithoutAState() {
    answered(
        new StreamEvent.Started(null, null, 0),
        new StreamEvent.ReasoningDelta(0, "plain"),
        new StreamEvent.ToolCallStarted(0, 0, "call-1", "look"),
        new StreamEvent.Finished(0, FinishReason.TOOL_CALLS));

    assertThat(restored(new Part.ToolCall("call-1", "look", "{}")))
        .startsWith(new Part.Reasoning("plain", null));
  }

  @Test
  void leavesAloneWhatTheClientBringsItself() {
    thinksAndCalls();
    Part own = new Part.Reasoning("mine", null);

    assertThat(restored(own, new Part.ToolCall("call-1", "look", "{}", CALL_STATE)))
        .containsExactly(own, new Part.ToolCall("call-1", "look", "{}", CALL_STATE));
  }

  @Test
  void returnsTheSameRequestWhenNothingIsKnown() {
    ChatRequest request = returning(new Part.ToolCall("call-9", "look", "{}"));

    assertThat(memory.restore(request)).isSameAs(request);
  }

  @Test
  void forgetsAfterItsTime() {
    thinksAndCalls();
    now = now.plus(ReasoningMemory.LIFETIME).plus(Duration.ofSeconds(1));

    assertThat(restored(new Part.ToolCall("call-1", "look", "{}"))).hasSize(1);
  }

  @Test
  void dropsTheOldestWhenItIsFull() {
    for (int i = 0; i < 100; i++) {
      memory.keep("call-" + i, List.of(new Part.Reasoning("x".repeat(200), SIGNED)), null);
    }

    assertThat(restored(new Part.ToolCall("call-1", "look", "{}"))).hasSize(1);
    assertThat(restored(new Part.ToolCall("call-99", "look", "{}"))).hasSize(2);
  }

  @Test
  void takesNothingThatIsLargerThanItself() {
    memory.keep("call-1", List.of(new Part.Reasoning("x".repeat(6_000), SIGNED)), null);

    assertThat(restored(new Part.ToolCall("call-1", "look", "{}"))).hasSize(1);
  }
}

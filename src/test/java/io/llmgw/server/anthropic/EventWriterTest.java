package io.llmgw.server.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.StreamEvent.Finished;
import io.llmgw.model.StreamEvent.ReasoningDelta;
import io.llmgw.model.StreamEvent.ReasoningSealed;
import io.llmgw.model.StreamEvent.TextDelta;
import io.llmgw.model.StreamEvent.ToolCallDelta;
import io.llmgw.model.StreamEvent.ToolCallStarted;
import io.llmgw.model.StreamEvent.UsageReported;
import io.llmgw.model.Usage;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EventWriterTest {
  private static final StreamEvent STARTED = new StreamEvent.Started(null, null, 0);

  private static MessageReader read(StreamEvent... events) {
    EventWriter writer = new EventWriter("msg_1", "m", 5);
    Bytes out = new Bytes(100);
    writer.write(STARTED, out);
    for (StreamEvent event : events) {
      writer.write(event, out);
    }
    writer.end(out);
    MessageReader reader = MessageReader.of(new String(out.toByteArray(), StandardCharsets.UTF_8));
    assertThat(reader.ended()).isTrue();
    return reader;
  }

  /** The same answer in one piece. */
  private static JsonNode whole(StreamEvent... events) {
    Queue<StreamEvent> left = new ArrayDeque<>(List.of(events));
    EventStream stream =
        new EventStream() {
          @Override
          public @Nullable StreamEvent next() {
            return left.poll();
          }

          @Override
          public AnswerHead head() {
            return AnswerHead.EMPTY;
          }

          @Override
          public void close() {}
        };
    return Json.MAPPER.readTree(MessageFold.whole(stream, "msg_1", "m", Usage.of(5, 0)));
  }

  private static List<String> types(StreamEvent... events) {
    List<String> streamed =
        read(events).blocks().stream().map(block -> block.path("type").asString()).toList();
    List<String> folded =
        whole(events)
            .path("content")
            .valueStream()
            .map(block -> block.path("type").asString())
            .toList();
    assertThat(streamed).isEqualTo(folded);
    return streamed;
  }

  /** Cases 13 and 65: an SDK has one block open at a time. */
  @Test
  void interleavedCallsComeOneAfterTheOther() {
    StreamEvent[] events = {
      new ToolCallStarted(0, 0, "a", "one"),
      new ToolCallStarted(0, 1, "b", "two"),
      new ToolCallStarted(0, 2, "c", "three"),
      new ToolCallDelta(0, 2, "{\"z\":"),
      new ToolCallDelta(0, 0, "{\"x\":"),
      new ToolCallDelta(0, 1, "{\"y\":2}"),
      new ToolCallDelta(0, 0, "1}"),
      new ToolCallDelta(0, 2, "3}"),
      new Finished(0, FinishReason.TOOL_CALLS)
    };

    assertThat(read(events).blocks())
        .extracting(block -> block.path("name").asString() + block.path("partial").asString())
        .containsExactly("one{\"x\":1}", "two{\"y\":2}", "three{\"z\":3}");
    assertThat(types(events)).containsExactly("tool_use", "tool_use", "tool_use");
  }

  @Test
  void textAfterCallsComesAfterThem() {
    assertThat(
            types(
                new ToolCallStarted(0, 0, "a", "one"),
                new ToolCallStarted(0, 1, "b", "two"),
                new TextDelta(0, "done"),
                new Finished(0, FinishReason.TOOL_CALLS)))
        .containsExactly("tool_use", "tool_use", "text");
  }

  /** Case 31, 32: a signature stands in an event of its own, and is never made up. */
  @Test
  void thinkingKeepsItsSignature() {
    StreamEvent[] events = {
      new ReasoningDelta(0, "Hm"),
      new ReasoningSealed(0, ReasoningState.signed(ReasoningState.ANTHROPIC, "s1")),
      new ReasoningSealed(
          0, new ReasoningState(ReasoningState.ANTHROPIC, null, null, "redacted-data")),
      new ReasoningDelta(0, "again"),
      new TextDelta(0, "Hi"),
      new Finished(0, FinishReason.STOP)
    };

    List<ObjectNode> blocks = read(events).blocks();

    assertThat(types(events)).containsExactly("thinking", "redacted_thinking", "thinking", "text");
    assertThat(blocks.get(0).path("thinking").asString()).isEqualTo("Hm");
    assertThat(blocks.get(0).path("signature").asString()).isEqualTo("s1");
    assertThat(blocks.get(1).path("data").asString()).isEqualTo("redacted-data");
    assertThat(blocks.get(2).path("signature").asString()).isEmpty();
    assertThat(whole(events).path("content").path(2).has("signature")).isFalse();
  }

  /** Case 34: what another provider signed means nothing to this protocol. */
  @Test
  void foreignStatesAreLeftOut() {
    assertThat(
            read(
                    new ReasoningDelta(0, "Hm"),
                    new ReasoningSealed(0, ReasoningState.signed(ReasoningState.GEMINI, "g")),
                    new TextDelta(0, "Hi"),
                    new Finished(0, FinishReason.STOP))
                .blocks()
                .getFirst()
                .path("signature")
                .asString())
        .isEmpty();
  }

  /** Case 66: calls count, whatever the upstream calls the end. */
  @Test
  void callsMakeToolUseOfStop() {
    assertThat(stop(new ToolCallStarted(0, 0, "a", "f"), new Finished(0, FinishReason.STOP)))
        .isEqualTo("tool_use");
  }

  private static String stop(StreamEvent... events) {
    String streamed = read(events).message.path("stop_reason").asString();
    assertThat(whole(events).path("stop_reason").asString()).isEqualTo(streamed);
    return streamed;
  }

  /** Case 45. */
  @Test
  void tellsTheStopSequence() {
    MessageReader reader = read(new Finished(0, FinishReason.STOP, "END"));

    assertThat(reader.message.path("stop_reason").asString()).isEqualTo("stop_sequence");
    assertThat(reader.message.path("stop_sequence").asString()).isEqualTo("END");
  }

  @Test
  void anEmptyAnswerHasNoBlocks() {
    assertThat(read(new Finished(0, FinishReason.STOP)).blocks()).isEmpty();
    assertThat(stop(new Finished(0, FinishReason.CONTENT_FILTER))).isEqualTo("refusal");
  }

  /** Case 75: tokens of the cache are counted apart. */
  @Test
  void countsTheCacheApart() {
    JsonNode usage =
        read(new Finished(0, FinishReason.STOP), new UsageReported(new Usage(100, 7, 60, 30, 0)))
            .message
            .path("usage");

    assertThat(usage.path("input_tokens").asInt()).isEqualTo(10);
    assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(60);
    assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(30);
    assertThat(usage.path("output_tokens").asInt()).isEqualTo(7);
  }

  @Test
  void idsAreCleanAndUnique() {
    List<ObjectNode> blocks =
        read(
                new ToolCallStarted(0, 0, "call:1/x", "f"),
                new ToolCallStarted(0, 1, "call:1/x", "f"),
                new ToolCallStarted(0, 2, "", "f"),
                new Finished(0, FinishReason.TOOL_CALLS))
            .blocks();

    assertThat(blocks)
        .extracting(block -> block.path("id").asString())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
  }

  @Test
  void argumentsThatAreNoObjectBecomeEmptyInAWholeAnswer() {
    assertThat(
            whole(
                    new ToolCallStarted(0, 0, "a", "f"),
                    new ToolCallDelta(0, 0, "[1,"),
                    new Finished(0, FinishReason.LENGTH))
                .path("content")
                .path(0)
                .path("input")
                .toString())
        .isEqualTo("{}");
  }
}

package io.llmgw.server.openai;

import io.llmgw.json.Bytes;
import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.EventStream;
import io.llmgw.testing.Golden;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of the events of a provider that speaks another protocol, kept as {@code
 * events.json}: a chat as a stream and as one answer, and the same for the legacy endpoint.
 */
class OpenAiDialectGoldenTest {
  private static final String ID = "chatcmpl-golden";
  private static final long NOW = 1_790_000_000;

  static List<Golden> cases() {
    return Golden.cases("openai-dialect");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void streamsAsRecorded(Golden golden) {
    golden.check("chat.sse", stream(golden, false, true));
    golden.check("completion.sse", stream(golden, true, false));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void foldsAsRecorded(Golden golden) {
    golden.check("chat.json", Fold.whole(events(golden), ID, "chat-a", NOW, false));
    golden.check("completion.json", Fold.whole(events(golden), ID, "chat-a", NOW, true));
  }

  private static String stream(Golden golden, boolean legacy, boolean usage) {
    EventEncoder encoder = new EventEncoder(ID, "chat-a", NOW, legacy, usage);
    Bytes out = new Bytes(256);
    EventStream events = events(golden);
    for (StreamEvent event = events.next(); event != null; event = events.next()) {
      encoder.encode(event, out);
    }
    EventEncoder.done(out);
    return out.toString();
  }

  private static EventStream events(Golden golden) {
    Iterator<StreamEvent> events =
        golden.json("events.json").valueStream().map(OpenAiDialectGoldenTest::event).iterator();
    return new EventStream() {
      @Override
      public @Nullable StreamEvent next() {
        return events.hasNext() ? events.next() : null;
      }

      @Override
      public AnswerHead head() {
        return AnswerHead.EMPTY;
      }

      @Override
      public void close() {}
    };
  }

  private static StreamEvent event(JsonNode node) {
    int choice = node.path("choice").asInt(0);
    int index = node.path("index").asInt(0);
    String text = node.path("text").asString("");
    return switch (node.path("event").asString()) {
      case "started" ->
          new StreamEvent.Started(
              node.path("id").asString(null), null, node.path("created").asLong(0));
      case "text" -> new StreamEvent.TextDelta(choice, text);
      case "reasoning" -> new StreamEvent.ReasoningDelta(choice, text);
      case "refusal" -> new StreamEvent.RefusalDelta(choice, text);
      case "call" ->
          new StreamEvent.ToolCallStarted(
              choice, index, node.path("id").asString(), node.path("name").asString());
      case "arguments" -> new StreamEvent.ToolCallDelta(choice, index, text);
      case "cited" ->
          new StreamEvent.Cited(
              choice, node.path("url").asString(), node.path("title").asString(null));
      case "finished" ->
          new StreamEvent.Finished(choice, FinishReason.valueOf(node.path("reason").asString()));
      case "usage" ->
          new StreamEvent.UsageReported(
              new Usage(
                  node.path("input").asLong(),
                  node.path("output").asLong(),
                  node.path("cached").asLong(0),
                  node.path("written").asLong(0),
                  node.path("reasoning").asLong(0)));
      default -> throw new AssertionError("no such event: " + node);
    };
  }
}

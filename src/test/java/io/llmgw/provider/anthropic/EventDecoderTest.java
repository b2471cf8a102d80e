package io.llmgw.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.Transcript;
import io.llmgw.provider.http.MemoryAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTest {
  private static Transcript read(String events) {
    return read(events, null);
  }

  private static Transcript read(String events, @Nullable String answerTool) {
    Encoded request =
        new Encoded(Json.MAPPER.createObjectNode(), Encoded.noNames(), answerTool, List.of());
    byte[] body = events.getBytes(StandardCharsets.UTF_8);
    MessageEvents stream =
        new MessageEvents(
            "anthropic",
            MemoryAnswer.of("text/event-stream", List.of(body)),
            new ErrorBody("anthropic", List.of()));
    return Transcript.of(new AnthropicEventStream(stream, request, AnswerHead.EMPTY));
  }

  private static String tool(int index, String id, String input) {
    return Messages.blockStart(
        index, "{'type':'tool_use','id':'" + id + "','name':'f','input':" + input + "}");
  }

  /** Cases 1 and 65: calls are counted by themselves, whatever the blocks' indexes. */
  @Test
  void case1CountsCallsFromZeroAndKeepsThemApart() {
    Transcript transcript =
        read(
            Messages.start()
                + Messages.textBlock(0, "Both.")
                + tool(3, "a", "{}")
                + tool(5, "b", "{}")
                + Messages.json(5, "{\"n\":")
                + Messages.json(3, "{\"n\":1}")
                + Messages.json(5, "2}")
                + Messages.blockStop(5)
                + Messages.blockStop(3)
                + Messages.end("tool_use"));

    assertThat(transcript.calls())
        .containsExactly(
            new Transcript.ToolUse(0, 0, "a", "f", "{\"n\":1}"),
            new Transcript.ToolUse(0, 1, "b", "f", "{\"n\":2}"));
  }

  /** Cases 4, 5 and 66. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | | {}",
        "{} | {'x':1} | {'x':1}",
        "{'x':1} | | {'x':1}",
        "{'x':1} | {'x':1} | {'x':1}"
      })
  void case4TakesArgumentsOnce(String atStart, @Nullable String later, String arguments) {
    String more = later == null ? Messages.json(0, "") : Messages.json(0, later.replace('\'', '"'));

    Transcript transcript =
        read(
            Messages.start()
                + tool(0, "a", atStart)
                + more
                + Messages.blockStop(0)
                + Messages.end("tool_use"));

    assertThat(transcript.calls().getFirst().arguments()).isEqualTo(arguments.replace('\'', '"'));
  }

  /** Case 66: a stop after calls was for the calls, and a call has an id. */
  @Test
  void case66ACallNeedsNeitherIdNorTheRightReasonNorItsEnd() {
    Transcript transcript = read(Messages.start() + tool(0, "", "{}") + Messages.end("end_turn"));

    assertThat(transcript.calls().getFirst().id()).isEqualTo("call_msg_1_0");
    assertThat(transcript.calls().getFirst().arguments()).isEqualTo("{}");
    assertThat(transcript.finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "pause_turn, STOP",
    "tool_use, STOP",
    "something_new, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "refusal, CONTENT_FILTER"
  })
  void saysWhyTheAnswerEnded(String reason, FinishReason finish) {
    assertThat(read(Messages.start() + Messages.textBlock(0, "x") + Messages.end(reason)).finish())
        .isEqualTo(finish);
  }

  /** Case 67. */
  @Test
  void case67ABlockThatStartsAgainStaysOne() {
    Transcript transcript =
        read(
            Messages.start()
                + tool(0, "a", "{}")
                + tool(0, "a", "{}")
                + Messages.json(0, "{}")
                + Messages.blockStop(0)
                + Messages.end("tool_use"));

    assertThat(transcript.calls()).hasSize(1);
  }

  /** Case 32: the signature comes in a delta of its own, and the last one counts. */
  @Test
  void case32SealsAThoughtAtItsEnd() {
    Transcript transcript =
        read(
            Messages.start()
                + Messages.blockStart(0, "{'type':'thinking','thinking':'','signature':''}")
                + Messages.delta(0, "{'type':'signature_delta','signature':'one'}")
                + Messages.delta(0, "{'type':'thinking_delta','thinking':'Hm.'}")
                + Messages.delta(0, "{'type':'signature_delta','signature':'two'}")
                + Messages.blockStop(0)
                + Messages.blockStart(1, "{'type':'thinking','thinking':'Unsigned.'}")
                + Messages.blockStop(1)
                + Messages.end("end_turn"));

    assertThat(transcript.events())
        .filteredOn(StreamEvent.ReasoningSealed.class::isInstance)
        .containsExactly(
            new StreamEvent.ReasoningSealed(
                0, ReasoningState.signed(ReasoningState.ANTHROPIC, "two")));
    assertThat(transcript.reasoning()).isEqualTo("Hm.Unsigned.");
  }

  /** Cases 51 and 75. */
  @Test
  void case51TakesTheLastCountAndAddsNothing() {
    String start =
        Messages.start()
            .replace(
                "{\"input_tokens\":5,\"output_tokens\":1}",
                "{\"input_tokens\":5,\"cache_read_input_tokens\":7,"
                    + "\"cache_creation_input_tokens\":11,\"output_tokens\":1}");
    String more =
        Messages.event(
            "{'type':'message_delta','delta':{'stop_reason':null},'usage':{'output_tokens':30}}");
    String last =
        Messages.event(
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'input_tokens':0,"
                + "'cache_read_input_tokens':null,'output_tokens':40,"
                + "'output_tokens_details':{'thinking_tokens':25}}}");

    Transcript transcript =
        read(
            start
                + Messages.textBlock(0, "x")
                + more
                + last
                + Messages.event("{'type':'message_stop'}"));

    assertThat(transcript.usage()).contains(new Usage(23, 40, 7, 11, 25));
  }

  /** A model that was asked for a call as its answer, and only talks. */
  @Test
  void keepsTheTextWhenTheAnswerIsNotTheCallItShouldBe() {
    String text = Messages.textBlock(0, "{}");
    String call =
        Messages.blockStart(1, "{'type':'tool_use','id':'a','name':'json','input':{}}")
            + Messages.json(1, "{\"a\":1}")
            + Messages.blockStop(1);

    assertThat(read(Messages.start() + text + Messages.end("end_turn"), "json").text())
        .isEqualTo("{}");
    Transcript called = read(Messages.start() + text + call + Messages.end("tool_use"), "json");
    assertThat(called.text()).isEqualTo("{\"a\":1}");
    assertThat(called.calls()).isEmpty();
    assertThat(called.finish()).isEqualTo(FinishReason.STOP);
  }

  /** Case 77: what is not known is skipped; signs of life are no events. */
  @Test
  void case77SkipsWhatItDoesNotKnow() {
    Transcript transcript =
        read(
            Messages.event("{'type':'ping'}")
                + Messages.start()
                + Messages.event("{'type':'new_event','x':1}")
                + "event: ping\ndata:\n\n"
                + Messages.blockStart(0, "{'type':'new_block'}")
                + Messages.delta(0, "{'type':'input_json_delta','partial_json':'x'}")
                + Messages.delta(0, "{'type':'new_delta'}")
                + Messages.blockStop(0)
                + Messages.textBlock(1, "Hi")
                + "data: [DONE]\n\n"
                + Messages.end("end_turn"));

    assertThat(transcript.text()).isEqualTo("Hi");
    assertThat(transcript.calls()).isEmpty();
  }

  @Test
  void tellsAWholeMessageAsItsStream() {
    String message =
        "{'id':'m','model':'c','content':[{'type':'thinking','thinking':'Hm.','signature':'s'},"
            + "{'type':'redacted_thinking','data':'d'},{'type':'text','text':'Hi'},"
            + "{'type':'tool_use','id':'t','name':'f','input':{'a':1}}],"
            + "'stop_reason':'tool_use','usage':{'input_tokens':1,'output_tokens':2}}";
    List<StreamEvent> events = new ArrayList<>();

    new EventDecoder(Encoded.none(), events::add)
        .whole(Json.MAPPER.readTree(message.replace('\'', '"')));

    Transcript transcript = new Transcript(events);
    assertThat(transcript.reasoning()).isEqualTo("Hm.");
    assertThat(transcript.text()).isEqualTo("Hi");
    assertThat(transcript.calls())
        .containsExactly(new Transcript.ToolUse(0, 0, "t", "f", "{\"a\":1}"));
    assertThat(transcript.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(transcript.usage()).contains(Usage.of(1, 2));
    assertThat(events).filteredOn(StreamEvent.ReasoningSealed.class::isInstance).hasSize(2);
  }
}

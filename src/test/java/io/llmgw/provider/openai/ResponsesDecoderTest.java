package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.JsonEdit;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.MemoryAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers of the Responses API are known to do to its events. */
class ResponsesDecoderTest {
  private static String data(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }

  private static Chunks chunks(String body) {
    return new Chunks(
        "upstream",
        MemoryAnswer.of("text/event-stream", List.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  private static String events(String body) {
    return Told.events(() -> new ResponsesEventStream("upstream", chunks(body), AnswerHead.EMPTY));
  }

  private static String frames(String body) {
    return Told.frames(() -> new ResponsesRawStream(chunks(body), JsonEdit.quoted("mine")));
  }

  /** Case 58: sap-ai-core-llm-proxy sends the response itself as the event. */
  @Test
  void case58ReadsASnapshotThatIsNotWrapped() {
    String told =
        events(
            data("{'type':'response.created','id':'resp_1','model':'m','created_at':5}")
                + data(
                    "{'type':'response.completed','output':[{'type':'message','content':"
                        + "[{'type':'output_text','text':'Hi'}]}],'usage':{'input_tokens':1}}"));

    assertThat(told)
        .contains("Started[id=resp_1, model=m, created=5]")
        .contains("TextDelta[choice=0, text=Hi]")
        .contains("Finished[choice=0, reason=STOP]")
        .contains("inputTokens=1");
  }

  /** Case 58: ids and places change on the way, and nothing is told twice. */
  @Test
  void case58TellsNothingTwiceWhenIdsAndPlacesDiffer() {
    String told =
        events(
            data("{'type':'response.created','response':{'id':'r'}}")
                + data("{'type':'response.output_text.delta','item_id':'a','delta':'Hi'}")
                + data(
                    "{'type':'response.output_item.added','output_index':1,'item':"
                        + "{'type':'function_call','id':'b','call_id':'c1','name':'f'}}")
                + data(
                    "{'type':'response.function_call_arguments.delta','output_index':1,"
                        + "'item_id':'z','delta':'{}'}")
                + data(
                    "{'type':'response.completed','response':{'output':["
                        + "{'type':'reasoning','id':'q','summary':[]},"
                        + "{'type':'message','id':'x','content':[{'text':'Hi'}]},"
                        + "{'type':'function_call','id':'y','call_id':'c1','name':'f',"
                        + "'arguments':'{}'}]}}"));

    assertThat(told.lines().filter(line -> line.startsWith("TextDelta"))).hasSize(1);
    assertThat(told.lines().filter(line -> line.startsWith("ToolCallStarted"))).hasSize(1);
    assertThat(told.lines().filter(line -> line.startsWith("ToolCallDelta"))).hasSize(1);
    assertThat(told).contains("reason=TOOL_CALLS");
  }

  /** Case 73: what the provider's own tools do is not for the client to run. */
  @Test
  void case73KeepsTheProvidersOwnToolsToItself() {
    String told =
        events(
            data("{'type':'response.created','response':{'id':'r'}}")
                + data(
                    "{'type':'response.output_item.added','output_index':0,'item':"
                        + "{'type':'web_search_call','id':'ws'}}")
                + data("{'type':'response.web_search_call.searching','output_index':0}")
                + data("{'type':'response.completed','response':{'status':'completed'}}"));

    assertThat(told).doesNotContain("ToolCall").contains("reason=STOP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'response.failed'} | UPSTREAM | ended the answer as failed",
        "{'type':'response.cancelled','response':{'status':'cancelled'}} | UPSTREAM | as cancelled",
        "{'type':'response.failed','response':{'error':{'code':'rate_limit_exceeded',"
            + "'message':'Slow.'}}} | RATE_LIMIT | Slow.",
        "{'type':'response.failed','response':{'error':{'code':'invalid_prompt',"
            + "'message':'Bad.'}}} | INVALID_REQUEST | Bad.",
        "{'type':'error','code':'server_error','message':'Oh.','param':null} | UPSTREAM | Oh.",
        "{'type':'error','error':{'type':'insufficient_quota','message':'No.'}} | QUOTA | No.",
        "{'type':'response.completed','response':{'a':{'b':1,'b':2}}} | UPSTREAM | not JSON",
        "{'type':'response.output_item.done'} | UPSTREAM | broke off"
      })
  void failsAsTheStreamSays(String event, String kind, String message) {
    String begun = data("{'type':'response.created','response':{'id':'r','model':'m'}}");

    assertThat(events(begun + data(event)))
        .contains("failed with " + kind)
        .contains(message)
        .doesNotContain("Finished");
  }

  @Test
  void passesOnTheUpstreamsOwnFailureAsItIs() {
    String body =
        "event: response.failed\n"
            + data("{'type':'response.failed','response':{'model':'m','error':{'code':'x'}}}");

    assertThat(frames(body)).isEqualTo(body.replace("'m'", "'mine'").replace("\"m\"", "\"mine\""));
  }

  @Test
  void passesOnAnEventOfSeveralLines() {
    String body =
        "event: response.completed\ndata: {\"type\":\"response.completed\",\ndata: \"response\":{"
            + "\"model\":\"m\",\ndata: \"x\":1}}\n\n";

    assertThat(frames(body)).isEqualTo(body.replace("\"m\"", "\"mine\""));
  }
}

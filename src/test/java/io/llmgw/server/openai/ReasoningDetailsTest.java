package io.llmgw.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client that carries {@code reasoning_details} brings back is what it was given. */
class ReasoningDetailsTest {
  private static final ReasoningState SIGNED =
      ReasoningState.signed(ReasoningState.ANTHROPIC, "sig");
  private static final ReasoningState HIDDEN =
      new ReasoningState(ReasoningState.RESPONSES, "rs_1", null, "encrypted");

  private static List<JsonNode> deltas(StreamEvent... events) {
    EventEncoder encoder = new EventEncoder("id", "m", 1, false, false);
    Bytes out = new Bytes(100);
    for (StreamEvent event : events) {
      encoder.encode(event, out);
    }
    List<JsonNode> deltas = new ArrayList<>();
    for (String line : out.toString().split("\n\n")) {
      deltas.add(Json.MAPPER.readTree(line.substring(6)).at("/choices/0/delta"));
    }
    return deltas;
  }

  /** Case 33. */
  @Test
  void comeBackAsTheyWereSent() {
    ObjectNode message = Json.MAPPER.createObjectNode();
    ArrayNode details = message.putArray("reasoning_details");
    for (JsonNode delta :
        deltas(
            new StreamEvent.ReasoningDelta(0, "Let me "),
            new StreamEvent.ReasoningDelta(0, "see."),
            new StreamEvent.ReasoningSealed(0, SIGNED),
            new StreamEvent.ReasoningSealed(0, HIDDEN),
            new StreamEvent.Finished(0, FinishReason.STOP))) {
      delta.path("reasoning_details").forEach(details::add);
    }

    assertThat(ReasoningDetails.parts(message))
        .containsExactly(new Part.Reasoning("Let me see.", SIGNED), new Part.Reasoning("", HIDDEN));
  }

  @Test
  void theStateOfACallComesBackWithTheCall() {
    ReasoningState state = ReasoningState.signed(ReasoningState.GEMINI, "thought");
    JsonNode call =
        deltas(new StreamEvent.ToolCallStarted(0, 0, "c", "f", state))
            .getFirst()
            .at("/tool_calls/0");

    assertThat(call.at("/extra_content/google/thought_signature").asString()).isEqualTo("thought");
    assertThat(ReasoningDetails.stateOf(call)).isEqualTo(state);
  }

  @Test
  void liteLlmsBlocksAreRead() {
    JsonNode message =
        Json.MAPPER.readTree(
            "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"},"
                + "{\"type\":\"redacted_thinking\",\"data\":\"d\"}],\"reasoning_content\":\"t\"}");

    assertThat(ReasoningDetails.parts(message))
        .containsExactly(
            new Part.Reasoning("t", ReasoningState.signed(ReasoningState.ANTHROPIC, "s")),
            new Part.Reasoning("", new ReasoningState(ReasoningState.ANTHROPIC, null, null, "d")));
  }

  @Test
  void plainTextIsReadWhereThereIsNothingElse() {
    assertThat(ReasoningDetails.parts(Json.MAPPER.readTree("{\"reasoning\":\"hm\"}")))
        .containsExactly(new Part.Reasoning("hm", null));
    assertThat(ReasoningDetails.parts(Json.MAPPER.readTree("{}"))).isEmpty();
  }
}

package io.llmgw.server.responses;

import io.llmgw.gateway.Served;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.server.WholeForm;
import tools.jackson.databind.node.ObjectNode;

/** A response, or a count of its input's tokens, in one piece. */
record ResponseWhole(Turn turn) implements WholeForm {

  @Override
  public Payload chat(EventStream events, Served served) {
    Output output = turn.output(EventSink.SILENT);
    for (StreamEvent event = events.next(); event != null; event = events.next()) {
      output.add(event);
    }
    output.end();
    return Payload.of(Json.MAPPER.writeValueAsBytes(turn.ended(served.group(), output)));
  }

  @Override
  public Payload count(Answer.Counted count) {
    ObjectNode body =
        Json.MAPPER
            .createObjectNode()
            .put("object", "response.input_tokens")
            .put("input_tokens", count.inputTokens());
    return Payload.of(Json.MAPPER.writeValueAsBytes(body));
  }
}

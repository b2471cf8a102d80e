package io.llmgw.server.responses;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.server.StreamForm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the events of one response in the order clients put them together in.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">the events</a>
 */
final class ResponseWriter implements StreamForm.Writer {
  private final Turn turn;
  private final String model;
  private final boolean showsState;
  private final Output output;
  private Bytes out = new Bytes(0);
  private boolean begun;
  private long number;

  ResponseWriter(Turn turn, String model) {
    this.turn = turn;
    this.model = model;
    this.showsState = turn.showsState();
    this.output = turn.output(this::item);
  }

  @Override
  public void write(StreamEvent event, Bytes to) {
    out = to;
    begin();
    output.add(event);
  }

  @Override
  public void end(Bytes to) {
    out = to;
    begin();
    output.end();
    ObjectNode response = turn.ended(model, output);
    send("response." + response.get("status").asString(), snapshot(response));
  }

  /** Tells that the answer failed; nothing follows. */
  void fail(GatewayException failure, Bytes to) {
    out = to;
    begin();
    send("error", Failures.event(failure));
    send("response.failed", snapshot(turn.failed(model, output, failure)));
  }

  private void begin() {
    if (!begun) {
      begun = true;
      ObjectNode response = turn.begun(model);
      send("response.created", snapshot(response));
      send("response.in_progress", snapshot(response));
    }
  }

  private static ObjectNode snapshot(ObjectNode response) {
    return JsonNodeFactory.instance.objectNode().set("response", response);
  }

  private void item(String type, ObjectNode data) {
    JsonNode item = data.path("item");
    if (!showsState && item instanceof ObjectNode object) {
      object.remove(StateText.MEMBER);
    }
    send(type, data);
  }

  private void send(String type, ObjectNode data) {
    event(type, data, number++, out);
  }

  /** Appends an event with its framing. */
  static void event(String type, ObjectNode data, long number, Bytes out) {
    ObjectNode whole =
        JsonNodeFactory.instance.objectNode().put("type", type).put("sequence_number", number);
    whole.setAll(data);
    out.append("event: ").append(type).append("\ndata: ");
    out.append(Json.MAPPER.writeValueAsBytes(whole)).append("\n\n");
  }
}

package io.llmgw.provider.ollama;

import io.llmgw.model.FinishReason;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Makes events of the lines of one answer. Not thread-safe. */
final class LineDecoder {
  private final String callId;
  private final String model;
  private boolean started;
  private boolean done;
  private int calls;

  /**
   * Makes the decoder of one answer.
   *
   * @param callId what ids of tool calls are made of, where Ollama gives none
   */
  LineDecoder(String callId, String model) {
    this.callId = callId;
    this.model = model;
  }

  /** Whether the line that ends an answer has come. */
  boolean done() {
    return done;
  }

  /** Whether any line has come. */
  boolean started() {
    return started;
  }

  /**
   * The events of one line.
   *
   * @throws io.llmgw.model.GatewayException when the line tells of an error
   */
  List<StreamEvent> decode(JsonNode line) {
    if (line.has("error")) {
      JsonNode error = line.get("error");
      throw Refused.of(model, 0, error.asString(error.toString()), null);
    }
    List<StreamEvent> events = new ArrayList<>();
    if (!started) {
      started = true;
      events.add(new StreamEvent.Started(null, line.path("model").asString(null), 0));
    }
    message(line.path("message"), events);
    if (line.path("done").asBoolean(false) && !done) {
      done = true;
      events.add(new StreamEvent.Finished(0, reason(line.path("done_reason").asString(""))));
      usage(line, events);
    }
    return events;
  }

  private void message(JsonNode message, List<StreamEvent> events) {
    String thinking = message.path("thinking").asString("");
    if (!thinking.isEmpty()) {
      events.add(new StreamEvent.ReasoningDelta(0, thinking));
    }
    String text = message.path("content").asString("");
    if (!text.isEmpty()) {
      events.add(new StreamEvent.TextDelta(0, text));
    }
    for (JsonNode call : message.path("tool_calls")) {
      call(call, events);
    }
    for (JsonNode image : message.path("images")) {
      events.add(
          new StreamEvent.Attached(
              0,
              new Part.Media(
                  Part.MediaKind.IMAGE, "image/png", image.asString(""), null, null, null)));
    }
  }

  private void call(JsonNode call, List<StreamEvent> events) {
    int index = calls++;
    String id = call.path("id").asString("");
    JsonNode function = call.path("function");
    JsonNode arguments = function.path("arguments");
    String json =
        arguments.isString()
            ? arguments.asString()
            : arguments.isMissingNode() || arguments.isNull() ? "{}" : arguments.toString();
    events.add(
        new StreamEvent.ToolCallStarted(
            0,
            index,
            id.isEmpty() ? "call_" + callId + "_" + index : id,
            function.path("name").asString("")));
    events.add(new StreamEvent.ToolCallDelta(0, index, json.isBlank() ? "{}" : json));
  }

  private FinishReason reason(String word) {
    if (word.equals("length")) {
      return FinishReason.LENGTH;
    }
    return calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  private static void usage(JsonNode line, List<StreamEvent> events) {
    if (line.has("prompt_eval_count") || line.has("eval_count")) {
      events.add(
          new StreamEvent.UsageReported(
              Usage.of(
                  line.path("prompt_eval_count").asLong(0), line.path("eval_count").asLong(0))));
    }
  }
}

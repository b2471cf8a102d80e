package io.llmgw.provider.ollama;

import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Part;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes events of the lines of one answer. Not thread-safe. */
final class LineDecoder {
  private final String callId;
  private final String model;
  private final Set<String> ids = new HashSet<>();
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
    if (line.hasNonNull("error")) {
      throw Refused.of(model, 0, Refused.message(line.get("error")), null);
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
    String name = function.path("name").asString("");
    events.add(
        new StreamEvent.ToolCallStarted(
            0,
            index,
            id.isBlank() || !ids.add(id) ? "call_" + callId + "_" + index : id,
            name.isBlank() ? "tool_" + index : name));
    events.add(new StreamEvent.ToolCallDelta(0, index, arguments(function.path("arguments"))));
  }

  /** The text of an object, which is what everybody else takes for arguments. */
  private static String arguments(JsonNode arguments) {
    if (arguments.isObject()) {
      return arguments.toString();
    }
    boolean none = arguments.isMissingNode() || arguments.isNull();
    return none || arguments.asString("x").isBlank() ? "{}" : wrapped(arguments);
  }

  private static String wrapped(JsonNode arguments) {
    try {
      if (arguments.isString() && Json.MAPPER.readTree(arguments.asString()).isObject()) {
        return arguments.asString();
      }
    } catch (JacksonException _) {
      // a text that is no JSON is kept as a text
    }
    return JsonNodeFactory.instance.objectNode().set("value", arguments).toString();
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
              Usage.of(count(line, "prompt_eval_count"), count(line, "eval_count"))));
    }
  }

  private static long count(JsonNode line, String name) {
    return Math.max(0, line.path(name).asLong(0));
  }
}

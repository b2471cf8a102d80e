package io.llmgw.server.ollama;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import io.llmgw.server.StreamForm;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes canonical events as the lines of an answer, or all of them as one. Calls come when their
 * arguments are complete, as objects. Lives as long as one answer. Not thread-safe.
 */
final class AnswerLines implements StreamForm.Writer {
  private final String model;
  private final boolean generate;
  private final boolean whole;
  private final InstantSource clock;
  private final long inputTokens;
  private final long begun = System.nanoTime();
  private final Map<Integer, Pending> calls = new TreeMap<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private long firstPiece;
  private long pieces;
  private @Nullable FinishReason finish;
  private @Nullable Usage usage;

  /** A call whose arguments may not be complete. */
  private record Pending(String id, String name, StringBuilder arguments) {}

  /**
   * Makes the writer of one answer.
   *
   * @param generate whether the answer is one to {@code /api/generate}
   * @param whole whether everything goes into the last line
   * @param inputTokens a guess, for an upstream that does not count
   */
  AnswerLines(
      String model, boolean generate, boolean whole, long inputTokens, InstantSource clock) {
    this.model = model;
    this.generate = generate;
    this.whole = whole;
    this.inputTokens = inputTokens;
    this.clock = clock;
  }

  @Override
  public void write(StreamEvent event, Bytes out) {
    switch (event) {
      case StreamEvent.Started _,
          StreamEvent.ReasoningSealed _,
          StreamEvent.Cited _,
          StreamEvent.Attached _ -> {}
      case StreamEvent.TextDelta delta -> say(delta.choice(), delta.text(), text, out);
      case StreamEvent.RefusalDelta delta -> say(delta.choice(), delta.text(), text, out);
      case StreamEvent.ReasoningDelta delta -> say(delta.choice(), delta.text(), thinking, out);
      case StreamEvent.ToolCallStarted call -> {
        if (call.choice() == 0) {
          calls.put(call.index(), new Pending(call.id(), call.name(), new StringBuilder()));
        }
      }
      case StreamEvent.ToolCallDelta call -> {
        Pending pending = call.choice() == 0 ? calls.get(call.index()) : null;
        if (pending != null) {
          pending.arguments.append(call.arguments());
        }
      }
      case StreamEvent.Finished finished ->
          finish = finished.choice() == 0 ? finished.reason() : finish;
      case StreamEvent.UsageReported reported -> usage = reported.usage();
    }
  }

  private void say(int choice, String piece, StringBuilder where, Bytes out) {
    if (choice != 0 || piece.isEmpty()) {
      return;
    }
    pieces++;
    firstPiece = firstPiece == 0 ? System.nanoTime() : firstPiece;
    where.append(piece);
    if (!whole) {
      line(line(false), out);
      text.setLength(0);
      thinking.setLength(0);
    }
  }

  /** A line with what is to be said; calls only in the last but one, or in the only one. */
  private ObjectNode line(boolean done) {
    ObjectNode line = Json.MAPPER.createObjectNode().put("model", model);
    line.put("created_at", clock.instant().toString());
    ObjectNode said = generate ? line : line.putObject("message").put("role", "assistant");
    said.put(generate ? "response" : "content", text.toString());
    if (!thinking.isEmpty()) {
      said.put("thinking", thinking.toString());
    }
    return line.put("done", done);
  }

  private static void line(ObjectNode line, Bytes out) {
    out.append(Json.MAPPER.writeValueAsBytes(line)).append("\n");
  }

  @Override
  public void end(Bytes out) {
    if (whole) {
      ObjectNode line = line(true);
      addCalls(line);
      line(finished(line), out);
      return;
    }
    if (!calls.isEmpty()) {
      ObjectNode line = line(false);
      addCalls(line);
      line(line, out);
    }
    line(finished(line(true)), out);
  }

  private void addCalls(ObjectNode line) {
    JsonNode said = generate ? line : line.path("message");
    calls.forEach((index, call) -> {
      ObjectNode node = ((ObjectNode) said).withArray("tool_calls").addObject();
      ObjectNode function = node.put("id", call.id()).putObject("function");
      function.put("index", index).put("name", call.name());
      function.set("arguments", arguments(call.arguments().toString()));
    });
  }

  private static JsonNode arguments(String json) {
    try {
      JsonNode tree = json.isBlank() ? null : Json.MAPPER.readTree(json);
      return tree != null && tree.isObject() ? tree : Json.MAPPER.createObjectNode();
    } catch (JacksonException _) {
      // cut off, or no JSON: the tool will say what it lacks
      return Json.MAPPER.createObjectNode();
    }
  }

  private ObjectNode finished(ObjectNode line) {
    long now = System.nanoTime();
    long first = firstPiece == 0 ? now : firstPiece;
    Usage counted = usage == null ? Usage.of(inputTokens, pieces) : usage;
    line.put("done_reason", finish == FinishReason.LENGTH ? "length" : "stop");
    line.put("total_duration", Math.max(1, now - begun)).put("load_duration", 0);
    line.put("prompt_eval_count", counted.inputTokens());
    // clients divide by these
    line.put("prompt_eval_duration", Math.max(1, first - begun));
    line.put("eval_count", counted.outputTokens());
    return line.put("eval_duration", Math.max(1, now - first));
  }
}

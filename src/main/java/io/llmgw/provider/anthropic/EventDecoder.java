package io.llmgw.provider.anthropic;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.json.JsonSyntaxException;
import io.llmgw.model.FinishReason;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Turns the events of one message, or a whole one, into canonical events. Blocks are told apart by
 * their index, so that they may interleave; kinds of events, blocks and deltas that are not known
 * are skipped. Lives as long as one answer. Not thread-safe.
 */
final class EventDecoder {
  private enum Kind {
    TEXT,
    THINKING,
    CALL,
    /** A call whose arguments are the answer. */
    ANSWER,
    /** What runs at the provider, such as its web search. */
    OTHER
  }

  private static final class Block {
    private final Kind kind;
    private final int call;
    // arguments that came whole at the start, which is where others put a placeholder
    private final String whole;
    private boolean argued;
    private @Nullable String signature;

    Block(Kind kind, int call, String whole) {
      this.kind = kind;
      this.call = call;
      this.whole = whole;
    }
  }

  private final Encoded request;
  private final Consumer<StreamEvent> out;
  private final Map<Integer, Block> open = new TreeMap<>();
  private final Set<String> callIds = new HashSet<>();
  private final UsageCount usage = new UsageCount();
  private final JsonObjectIndex delta = new JsonObjectIndex();
  // text beside an answer that comes as a call, in case the call never comes
  private final StringBuilder beside = new StringBuilder();
  private boolean started;
  private boolean answered;
  private int calls;
  private String answerId = "";
  private String stopReason = "";
  private @Nullable String stopSequence;
  private String explanation = "";

  /** Reads the answer to that request. */
  EventDecoder(Encoded request, Consumer<StreamEvent> out) {
    this.request = request;
    this.out = out;
  }

  /**
   * Takes an event of a stream. What comes for every word is read where it lies; only what comes
   * once in a block or a message becomes a tree.
   *
   * @throws JsonSyntaxException when what it holds cannot be read
   */
  void event(String type, JsonObjectIndex data) {
    int index = (int) Math.min(data.number(data.find("index"), 0), Integer.MAX_VALUE);
    if (type.startsWith("content_block_") || type.equals("message_delta")) {
      // some imitations of the protocol begin with what is said
      begin(null, null);
    }
    switch (type) {
      case "message_start" -> start(tree(data, "message"));
      case "content_block_start" -> blockStart(index, tree(data, "content_block"));
      case "content_block_delta" -> {
        int member = data.find("delta");
        if (data.type(member) == '{') {
          int from = data.valueStart(member);
          delta(index, delta.read(data.bytes(), from, data.valueEnd(member) - from));
        }
      }
      case "content_block_stop" -> blockStop(index);
      case "message_delta" -> end(tree(data, "delta"), tree(data, "usage"));
      case "message_stop" -> finish();
      default -> {}
    }
  }

  private static JsonNode tree(JsonObjectIndex data, String name) {
    int member = data.find(name);
    return member < 0 ? MissingNode.getInstance() : data.tree(member);
  }

  /** Takes a whole message. */
  void whole(JsonNode message) {
    start(message);
    int index = 0;
    for (JsonNode block : message.path("content")) {
      blockStart(index, block);
      blockStop(index++);
    }
    end(message, message.path("usage"));
    finish();
  }

  private void start(JsonNode message) {
    if (!started) {
      answerId = message.path("id").asString("");
    }
    begin(answerId.isEmpty() ? null : answerId, message.path("model").asString(null));
    usage.take(message.path("usage"));
  }

  private void begin(@Nullable String id, @Nullable String model) {
    if (!started) {
      started = true;
      out.accept(new StreamEvent.Started(id, model, 0));
    }
  }

  private void blockStart(int index, JsonNode block) {
    if (open.containsKey(index)) {
      return;
    }
    switch (block.path("type").asString("")) {
      case "text" -> {
        open.put(index, new Block(Kind.TEXT, -1, ""));
        text(block.path("text").asString(""));
        block.path("citations").forEach(this::citation);
      }
      case "thinking" -> {
        Block thought = new Block(Kind.THINKING, -1, "");
        open.put(index, thought);
        thinking(block.path("thinking").asString(""));
        thought.signature = block.path("signature").asString(null);
      }
      case "redacted_thinking" -> {
        open.put(index, new Block(Kind.OTHER, -1, ""));
        String data = block.path("data").asString(null);
        seal(new ReasoningState(ReasoningState.ANTHROPIC, null, null, data));
      }
      case "tool_use" -> open.put(index, call(block));
      default -> open.put(index, new Block(Kind.OTHER, -1, ""));
    }
  }

  private Block call(JsonNode block) {
    JsonNode input = block.path("input");
    String whole = input.isEmpty() ? "" : Json.MAPPER.writeValueAsString(input);
    String name = block.path("name").asString("");
    if (name.equals(request.answerTool())) {
      answered = true;
      return new Block(Kind.ANSWER, -1, whole);
    }
    String id = block.path("id").asString("");
    String own = id.isBlank() || !callIds.add(id) ? "call_" + answerId + "_" + calls : id;
    String known = name.isBlank() ? "tool_" + calls : request.names().original(name);
    out.accept(new StreamEvent.ToolCallStarted(0, calls, own, known));
    return new Block(Kind.CALL, calls++, whole);
  }

  private void delta(int index, JsonObjectIndex delta) {
    Block block = open.get(index);
    switch (said(delta, "type")) {
      case "text_delta" -> text(said(delta, "text"));
      case "thinking_delta" -> thinking(said(delta, "thinking"));
      case "signature_delta" -> {
        if (block != null) {
          block.signature = delta.text("signature");
        }
      }
      case "citations_delta" -> citation(tree(delta, "citation"));
      case "input_json_delta" -> {
        if (block != null) {
          arguments(block, said(delta, "partial_json"));
        }
      }
      default -> {}
    }
  }

  private static String said(JsonObjectIndex delta, String name) {
    String text = delta.text(name);
    return text == null ? "" : text;
  }

  private void text(String text) {
    if (request.answerTool() != null) {
      beside.append(text);
    } else if (!text.isEmpty()) {
      out.accept(new StreamEvent.TextDelta(0, text));
    }
  }

  private void thinking(String text) {
    if (!text.isEmpty()) {
      out.accept(new StreamEvent.ReasoningDelta(0, text));
    }
  }

  private void seal(ReasoningState state) {
    out.accept(new StreamEvent.ReasoningSealed(0, state));
  }

  private void citation(JsonNode citation) {
    String url = citation.path("url").asString(citation.path("source").asString(""));
    if (url.startsWith("http")) {
      out.accept(new StreamEvent.Cited(0, url, citation.path("title").asString(null)));
    }
  }

  private void arguments(Block block, String json) {
    if (json.isEmpty()) {
      return;
    }
    block.argued = true;
    switch (block.kind) {
      case CALL -> out.accept(new StreamEvent.ToolCallDelta(0, block.call, json));
      case ANSWER -> out.accept(new StreamEvent.TextDelta(0, json));
      case TEXT, THINKING, OTHER -> {}
    }
  }

  private void blockStop(int index) {
    Block block = open.remove(index);
    if (block == null) {
      return;
    }
    switch (block.kind) {
      case THINKING -> {
        if (block.signature != null && !block.signature.isEmpty()) {
          seal(ReasoningState.signed(ReasoningState.ANTHROPIC, block.signature));
        }
      }
      case CALL, ANSWER -> {
        if (!block.argued) {
          arguments(block, block.whole.isEmpty() ? "{}" : block.whole);
        }
      }
      case TEXT, OTHER -> {}
    }
  }

  private void end(JsonNode delta, JsonNode counts) {
    stopReason = delta.path("stop_reason").asString(stopReason);
    stopSequence = delta.path("stop_sequence").asString(stopSequence);
    explanation = delta.path("stop_details").path("explanation").asString(explanation);
    usage.take(counts);
  }

  private void finish() {
    start(Json.MAPPER.createObjectNode());
    Integer[] left = open.keySet().toArray(Integer[]::new);
    for (Integer index : left) {
      blockStop(index);
    }
    if (!answered && !beside.isEmpty()) {
      out.accept(new StreamEvent.TextDelta(0, beside.toString()));
    }
    if (stopReason.equals("refusal") && !explanation.isEmpty()) {
      out.accept(new StreamEvent.RefusalDelta(0, explanation));
    }
    out.accept(new StreamEvent.Finished(0, reason(), stopSequence));
    Usage counted = usage.usage();
    if (counted != null) {
      out.accept(new StreamEvent.UsageReported(counted));
    }
  }

  /** A stop after calls was for the calls, whatever its name; without any it was not. */
  private FinishReason reason() {
    return switch (stopReason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default -> calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }
}

package io.llmgw.provider.bedrock;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns the events of an answer, or a whole one, into canonical events. Lives as long as one
 * answer. Not thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html">the
 *     events</a>
 */
final class AnswerDecoder {
  /** What is known of a block that is being said. */
  private static final class Block {
    // number of the call, -1 for none
    private int call = -1;
    private boolean answer;
    private boolean argued;
    private @Nullable String signature;
    private final RedactedText redacted = new RedactedText();
  }

  private final Encoded request;
  private final Consumer<StreamEvent> out;
  private final Map<Integer, Block> open = new TreeMap<>();
  private final Set<String> ids = new HashSet<>();
  // text beside an answer that comes as a call, in case the call never comes
  private final StringBuilder beside = new StringBuilder();
  private boolean started;
  private boolean said;
  private boolean answered;
  private boolean finished;
  private boolean counted;
  private int calls;
  private @Nullable Usage usage;

  /** Reads the answer to that request. */
  AnswerDecoder(Encoded request, Consumer<StreamEvent> out) {
    this.request = request;
    this.out = out;
  }

  boolean started() {
    return started;
  }

  /** Whether the answer has said why it ended. */
  boolean finished() {
    return finished;
  }

  /** Whether nothing more will come: the end, and the count after it. */
  boolean complete() {
    return finished && counted;
  }

  /**
   * Takes an event of a stream; unknown ones are for others.
   *
   * @throws GatewayException when the model failed to answer
   */
  void event(String type, JsonNode data) {
    int index = data.path("contentBlockIndex").asInt(0);
    switch (type) {
      case "messageStart" -> start();
      case "contentBlockStart" -> blockStart(index, data.path("start"));
      case "contentBlockDelta" -> delta(index, data.path("delta"));
      case "contentBlockStop" -> blockStop(index);
      case "messageStop" -> finish(data);
      case "metadata" -> count(data.path("usage"));
      default -> {}
    }
  }

  /** Takes a whole answer. */
  void whole(JsonNode answer) {
    start();
    int index = 0;
    for (JsonNode block : answer.path("output").path("message").path("content")) {
      wholeBlock(index, block);
      blockStop(index++);
    }
    finish(answer);
    count(answer.path("usage"));
  }

  private void wholeBlock(int index, JsonNode block) {
    JsonNode use = block.path("toolUse");
    JsonNode thought = block.path("reasoningContent");
    if (use.isObject()) {
      blockStart(index, block);
      arguments(block(index), Json.MAPPER.writeValueAsString(use.path("input")));
    } else if (thought.isObject()) {
      reasoning(index, thought.has("reasoningText") ? thought.path("reasoningText") : thought);
    }
    text(block.path("text").asString(""));
    JsonNode cited = block.path("citationsContent");
    cited.path("content").forEach(part -> text(part.path("text").asString("")));
    cited.path("citations").forEach(this::citation);
    if (block.path("image").isObject()) {
      attach(block.path("image"));
    }
  }

  private void start() {
    if (!started) {
      started = true;
      out.accept(new StreamEvent.Started(null, null, 0));
    }
  }

  private Block block(int index) {
    return open.computeIfAbsent(index, _ -> new Block());
  }

  private void blockStart(int index, JsonNode start) {
    start();
    JsonNode use = start.path("toolUse");
    if (!use.isObject() || open.containsKey(index)) {
      return;
    }
    Block block = block(index);
    String name = use.path("name").asString("");
    if (name.equals(request.answerTool())) {
      answered = true;
      block.answer = true;
      return;
    }
    said = true;
    block.call = calls++;
    String known = name.isBlank() ? "tool_" + block.call : request.names().original(name);
    out.accept(
        new StreamEvent.ToolCallStarted(
            0, block.call, id(use.path("toolUseId").asString("")), known));
  }

  /** The call's own, if it has one that no other call has. */
  private String id(String own) {
    return own.isBlank() || !ids.add(own)
        ? "tooluse_" + UUID.randomUUID().toString().replace("-", "")
        : own;
  }

  private void delta(int index, JsonNode delta) {
    start();
    text(delta.path("text").asString(""));
    if (delta.path("toolUse").isObject()) {
      arguments(block(index), delta.path("toolUse").path("input").asString(""));
    }
    if (delta.path("reasoningContent").isObject()) {
      reasoning(index, delta.path("reasoningContent"));
    }
    if (delta.path("citation").isObject()) {
      citation(delta.path("citation"));
    }
  }

  private void text(String text) {
    if (text.isEmpty()) {
      return;
    }
    said = true;
    if (request.answerTool() != null) {
      beside.append(text);
    } else {
      out.accept(new StreamEvent.TextDelta(0, text));
    }
  }

  private void arguments(Block block, String json) {
    if (json.isEmpty()) {
      return;
    }
    block.argued = true;
    if (block.answer) {
      out.accept(new StreamEvent.TextDelta(0, json));
    } else if (block.call >= 0) {
      out.accept(new StreamEvent.ToolCallDelta(0, block.call, json));
    } else {
      throw failed("sent the arguments of a tool call that it did not begin", "");
    }
  }

  private void reasoning(int index, JsonNode thought) {
    Block block = block(index);
    String text = thought.path("text").asString("");
    if (!text.isEmpty()) {
      out.accept(new StreamEvent.ReasoningDelta(0, text));
    }
    String signature = thought.path("signature").asString("");
    if (!signature.isEmpty()) {
      block.signature = block.signature == null ? signature : block.signature + signature;
    }
    block.redacted.add(thought.path("redactedContent").asString(""));
  }

  private void citation(JsonNode citation) {
    String url = citation.path("location").path("web").path("url").asString("");
    if (url.startsWith("http")) {
      out.accept(new StreamEvent.Cited(0, url, citation.path("title").asString(null)));
    }
  }

  private void attach(JsonNode image) {
    said = true;
    String type = "image/" + image.path("format").asString("png");
    String data = image.path("source").path("bytes").asString("");
    Part.Media media = new Part.Media(Part.MediaKind.IMAGE, type, data, null, null, null);
    out.accept(new StreamEvent.Attached(0, media));
  }

  private void blockStop(int index) {
    Block block = open.remove(index);
    if (block == null) {
      return;
    }
    boolean call = block.answer || block.call >= 0;
    if (call && !block.argued) {
      arguments(block, "{}");
    }
    String format = request.claude() ? ReasoningState.ANTHROPIC : Conversation.STATE;
    String data = block.redacted.whole();
    if (!data.isEmpty()) {
      seal(new ReasoningState(format, null, null, data));
    }
    if (block.signature != null) {
      seal(ReasoningState.signed(format, block.signature));
    }
  }

  private void seal(ReasoningState state) {
    out.accept(new StreamEvent.ReasoningSealed(0, state));
  }

  private void finish(JsonNode stop) {
    if (finished) {
      return;
    }
    start();
    for (Integer left : open.keySet().toArray(Integer[]::new)) {
      blockStop(left);
    }
    String reason = stop.path("stopReason").asString("");
    if (reason.startsWith("malformed_") && !said && !answered) {
      throw failed("wrote something that cannot be used", reason);
    }
    if (!answered && !beside.isEmpty()) {
      out.accept(new StreamEvent.TextDelta(0, beside.toString()));
    }
    finished = true;
    JsonNode more = stop.path("additionalModelResponseFields");
    String sequence = more.path("delta").path("stop_sequence").asString("");
    if (sequence.isEmpty()) {
      sequence = more.path("stop_sequence").asString("");
    }
    out.accept(new StreamEvent.Finished(0, reason(reason), sequence.isEmpty() ? null : sequence));
    report();
  }

  private static GatewayException failed(String what, String code) {
    return new GatewayException(
        ErrorKind.UPSTREAM,
        "The model " + what + (code.isEmpty() ? "." : " (" + code + ")."),
        code.isEmpty() ? ErrorDetail.NONE : ErrorDetail.ofCode(code));
  }

  /** A stop after calls was for the calls, whatever its name; without any it was not. */
  private FinishReason reason(String reason) {
    return switch (reason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "guardrail_intervened", "content_filtered", "refusal" -> FinishReason.CONTENT_FILTER;
      default -> calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  /** The count comes after the end, but not from everybody who speaks this protocol. */
  private void count(JsonNode tokens) {
    start();
    counted = true;
    if (tokens.isObject()) {
      long read = number(tokens, "cacheReadInputTokens");
      long written = number(tokens, "cacheWriteInputTokens");
      long input = number(tokens, "inputTokens");
      usage = new Usage(input + read + written, number(tokens, "outputTokens"), read, written, 0);
    }
    if (finished) {
      report();
    }
  }

  private static long number(JsonNode tokens, String name) {
    return Math.max(0, tokens.path(name).asLong(0));
  }

  private void report() {
    if (usage != null) {
      out.accept(new StreamEvent.UsageReported(usage));
      usage = null;
    }
  }
}

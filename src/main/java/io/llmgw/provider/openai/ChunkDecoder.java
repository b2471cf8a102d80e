package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns chunks, or one whole answer, into canonical events. Lenient, since it has to read what
 * every vendor calls OpenAI-compatible. Lives as long as one answer. Not thread-safe.
 */
final class ChunkDecoder {
  private static final List<String> REASONING =
      List.of("reasoning_content", "reasoning", "thinking");

  private final Consumer<StreamEvent> out;
  private final UsageReader usageReader = new UsageReader();
  private final CallNumbers numbers = new CallNumbers();
  private final Map<Integer, Map<Integer, Held>> held = new HashMap<>();
  // calls opened in our events
  private final Map<Integer, Integer> opened = new HashMap<>();
  // whether each choice that began has ended
  private final Map<Integer, Boolean> choices = new TreeMap<>();
  private final Map<Integer, ThinkTags> contents = new HashMap<>();
  private String answerId = "";
  private @Nullable Usage usage;

  /** A tool call, which waits to be opened until its name is known. */
  private static final class Held {
    private final StringBuilder arguments = new StringBuilder();
    // the index it has in our events, -1 until it is opened there
    private int position = -1;
    private boolean argued;
  }

  ChunkDecoder(Consumer<StreamEvent> out) {
    this.out = out;
  }

  /** Decodes a chunk of a stream; false when it says that the answer failed. */
  boolean chunk(JsonObjectIndex chunk) {
    return decode(chunk, "delta");
  }

  /** Decodes a whole answer, to its end; false when it says that it failed. */
  boolean whole(JsonObjectIndex answer) {
    boolean good = decode(answer, "message");
    if (good) {
      end();
    }
    return good;
  }

  /** Closes what the upstream left open and reports the usage, which comes last. */
  void end() {
    for (Map.Entry<Integer, Boolean> choice : choices.entrySet()) {
      if (!choice.getValue()) {
        choice.setValue(true);
        finish(choice.getKey(), "stop");
      }
    }
    if (usage != null) {
      out.accept(new StreamEvent.UsageReported(usage));
      usage = null;
    }
  }

  boolean started() {
    return !choices.isEmpty();
  }

  /** Whether every choice that began has said why it ended. */
  boolean finished() {
    return started() && !choices.containsValue(false);
  }

  private boolean decode(JsonObjectIndex document, String contentName) {
    Usage counted = usageReader.read(document, document.find("usage"));
    usage = counted == null ? usage : counted;
    int list = document.find("choices");
    if (document.type(list) != '[') {
      return true;
    }
    boolean good = true;
    for (JsonNode choice : document.tree(list)) {
      String reason = choice.path("finish_reason").asString("");
      boolean says = choice.path(contentName).isObject() || choice.path("text").isString();
      if (says || !reason.isEmpty()) {
        start(document);
        choice(choice.path("index").asInt(0), choice, contentName, reason);
      }
      good &= !Finish.failed(reason);
    }
    return good;
  }

  private void start(JsonObjectIndex document) {
    if (!started()) {
      String id = text(document.text("id"));
      answerId = id == null ? "" : id;
      long created = document.number(document.find("created"), 0);
      out.accept(new StreamEvent.Started(id, text(document.text("model")), created));
    }
  }

  private void choice(int index, JsonNode choice, String contentName, String reason) {
    if (choices.getOrDefault(index, false)) {
      return;
    }
    choices.put(index, false);
    JsonNode content = choice.path(contentName);
    for (String field : REASONING) {
      if (content.path(field).isString() && !content.get(field).asString().isEmpty()) {
        reasoning(index, content.get(field).asString());
        break;
      }
    }
    text(index, choice.path("text").asString(""));
    content(index, content.path("content"));
    String refusal = content.path("refusal").asString("");
    if (!refusal.isEmpty()) {
      out.accept(new StreamEvent.RefusalDelta(index, refusal));
    }
    content.path("annotations").forEach(note -> citation(index, note.path("url_citation")));
    content.path("tool_calls").forEach(call -> toolCall(index, call));
    if (!reason.isEmpty() && !Finish.failed(reason)) {
      choices.put(index, true);
      finish(index, reason);
    }
  }

  private void content(int index, JsonNode content) {
    if (content.isString()) {
      text(index, content.asString());
      return;
    }
    for (JsonNode part : content) {
      part.path("thinking").forEach(thought -> reasoning(index, thought.path("text").asString("")));
      text(index, part.path("text").asString(""));
    }
  }

  private void text(int index, String text) {
    if (!text.isEmpty()) {
      contents.computeIfAbsent(index, this::newContent).piece(text);
    }
  }

  private ThinkTags newContent(int index) {
    return new ThinkTags(
        thought -> reasoning(index, thought),
        text -> out.accept(new StreamEvent.TextDelta(index, text)));
  }

  private void endContent(int index) {
    ThinkTags content = contents.get(index);
    if (content != null) {
      content.end();
    }
  }

  private void reasoning(int index, String text) {
    if (!text.isEmpty()) {
      out.accept(new StreamEvent.ReasoningDelta(index, text));
    }
  }

  private void citation(int index, JsonNode citation) {
    if (citation.path("url").isString()) {
      String title = text(citation.path("title").asString(null));
      out.accept(new StreamEvent.Cited(index, citation.get("url").asString(), title));
    }
  }

  private void toolCall(int choice, JsonNode node) {
    endContent(choice);
    JsonNode function = node.path("function");
    String name = function.path("name").asString("");
    int index = node.path("index").asInt(-1);
    int number = numbers.number(choice, index, node.path("id").asString(""), !name.isBlank());
    Held call =
        held.computeIfAbsent(choice, _ -> new TreeMap<>()).computeIfAbsent(number, _ -> new Held());
    JsonNode arguments = function.path("arguments");
    call.arguments.append(
        arguments.isContainer()
            ? Json.MAPPER.writeValueAsString(arguments)
            : arguments.asString(""));
    if (!name.isBlank() || call.position >= 0) {
      release(choice, number, call, name);
    }
  }

  private void release(int choice, int number, Held call, String name) {
    if (call.position < 0) {
      call.position = opened.merge(choice, 1, Integer::sum) - 1;
      String id = numbers.id(choice, number);
      String own = id.isEmpty() ? numbers.makeUpId(choice, number, answerId) : id;
      out.accept(new StreamEvent.ToolCallStarted(choice, call.position, own, name));
    }
    if (!call.arguments.isEmpty()) {
      out.accept(new StreamEvent.ToolCallDelta(choice, call.position, call.arguments.toString()));
      call.argued = true;
      call.arguments.setLength(0);
    }
  }

  private void finish(int index, String reason) {
    endContent(index);
    Map<Integer, Held> calls = held.getOrDefault(index, Map.of());
    boolean complete = Finish.of(reason, true) == FinishReason.TOOL_CALLS;
    calls.forEach((number, call) -> {
      if (complete && !call.argued && call.arguments.isEmpty()) {
        call.arguments.append("{}");
      }
      release(index, number, call, "unknown");
    });
    out.accept(new StreamEvent.Finished(index, Finish.of(reason, !calls.isEmpty())));
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}

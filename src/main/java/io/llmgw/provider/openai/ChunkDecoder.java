package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.StreamEvent;
import io.llmgw.model.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns chunks, or one whole completion, into canonical events. Lenient, since it has to read what every vendor calls
 * OpenAI-compatible. Lives as long as one answer. Not thread-safe.
 */
final class ChunkDecoder {
  private final String provider;
  private final Consumer<StreamEvent> out;
  private final Map<Integer, Calls> calls = new HashMap<>();
  private boolean started;
  private final Set<Integer> finished = new HashSet<>();
  private @Nullable Usage usage;

  ChunkDecoder(String provider, Consumer<StreamEvent> out) {
    this.provider = provider;
    this.out = out;
  }

  /** The calls of one choice: the upstream's index or id to ours. */
  private static final class Calls {
    private final List<String> ids = new ArrayList<>();
    private final Map<Integer, Integer> indexes = new HashMap<>();
    private int current = -1;
  }

  /** Decodes a chunk of a stream. */
  void chunk(JsonNode chunk) {
    for (JsonNode choice : chunk.path("choices")) {
      // without either it is an annotation of Azure's filter, which has no id and no model
      if (choice.path("delta").isObject() || choice.path("finish_reason").isString()) {
        start(chunk);
      }
      choice(choice, choice.path("delta"));
    }
    count(chunk);
  }

  /** Decodes a whole answer. */
  void completion(JsonNode answer) {
    start(answer);
    for (JsonNode choice : answer.path("choices")) {
      choice(choice, choice.path("message"));
    }
    count(answer);
    end();
  }

  /** Reports the usage, which comes last. */
  void end() {
    if (usage != null) {
      out.accept(new StreamEvent.UsageReported(usage));
      usage = null;
    }
  }

  boolean finished() {
    return !finished.isEmpty();
  }

  private void start(JsonNode chunk) {
    if (!started && !chunk.path("choices").isEmpty()) {
      started = true;
      out.accept(
          new StreamEvent.Started(
              text(chunk.path("id")), text(chunk.path("model")), chunk.path("created").asLong(0)));
    }
  }

  private void count(JsonNode chunk) {
    JsonNode counts = chunk.path("usage");
    if (counts.isObject()) {
      JsonNode prompt = counts.path("prompt_tokens_details");
      usage =
          new Usage(
              counts.path("prompt_tokens").asLong(0),
              counts.path("completion_tokens").asLong(0),
              Math.max(
                  prompt.path("cached_tokens").asLong(0),
                  counts.path("prompt_cache_hit_tokens").asLong(0)),
              prompt.path("cache_write_tokens").asLong(0),
              counts.path("completion_tokens_details").path("reasoning_tokens").asLong(0));
    }
  }

  private void choice(JsonNode choice, JsonNode delta) {
    int index = choice.path("index").asInt(0);
    for (String field : new String[] {"reasoning_content", "reasoning"}) {
      if (delta.path(field).isString()) {
        reasoning(index, delta.get(field).asString());
        break;
      }
    }
    content(index, delta.path("content"));
    if (delta.path("refusal").isString()) {
      out.accept(new StreamEvent.RefusalDelta(index, delta.get("refusal").asString()));
    }
    delta.path("annotations").forEach(note -> citation(index, note.path("url_citation")));
    delta.path("tool_calls").forEach(call -> toolCall(index, call));
    finish(index, choice.path("finish_reason"));
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
      out.accept(new StreamEvent.TextDelta(index, text));
    }
  }

  private void reasoning(int index, String text) {
    if (!text.isEmpty()) {
      out.accept(new StreamEvent.ReasoningDelta(index, text));
    }
  }

  private void citation(int index, JsonNode citation) {
    if (citation.path("url").isString()) {
      out.accept(
          new StreamEvent.Cited(
              index, citation.get("url").asString(), text(citation.path("title"))));
    }
  }

  private void toolCall(int choice, JsonNode call) {
    Calls seen = calls.computeIfAbsent(choice, _ -> new Calls());
    String id = call.path("id").asString("");
    Integer key = call.path("index").isIntegralNumber() ? call.get("index").asInt() : null;
    String name = call.path("function").path("name").asString("");
    Integer known = key == null ? null : seen.indexes.get(key);
    boolean another = known != null && !id.isEmpty() && !id.equals(seen.ids.get(known));
    boolean opens =
        another || (known == null && (key != null || !id.isEmpty() || !name.isEmpty()));
    if (opens && !(key == null && seen.ids.contains(id))) {
      open(choice, seen, key, id, name);
    } else if (known != null) {
      seen.current = known;
    } else if (!id.isEmpty() && seen.ids.contains(id)) {
      seen.current = seen.ids.indexOf(id);
    }
    arguments(choice, seen, call.path("function").path("arguments"));
  }

  private void open(int choice, Calls seen, @Nullable Integer key, String id, String name) {
    seen.current = seen.ids.size();
    seen.ids.add(id.isEmpty() ? "call_" + choice + "_" + seen.current : id);
    if (key != null) {
      seen.indexes.put(key, seen.current);
    }
    out.accept(
        new StreamEvent.ToolCallStarted(choice, seen.current, seen.ids.get(seen.current), name));
  }

  private void arguments(int choice, Calls seen, JsonNode arguments) {
    String text =
        arguments.isContainer()
            ? Json.MAPPER.writeValueAsString(arguments)
            : arguments.asString("");
    if (!text.isEmpty() && seen.current >= 0) {
      out.accept(new StreamEvent.ToolCallDelta(choice, seen.current, text));
    }
  }

  private void finish(int index, JsonNode reason) {
    if (!reason.isString()) {
      return;
    }
    if (Finish.failed(reason.asString())) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, "The provider " + provider + " ended the answer with an error.");
    }
    // Azure's filter may speak once more after the end
    if (finished.add(index)) {
      FinishReason why = Finish.of(reason.asString(), calls.containsKey(index));
      out.accept(new StreamEvent.Finished(index, why));
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() && !node.asString().isEmpty() ? node.asString() : null;
  }
}

package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mends chunks that clients stumble over: missing {@code delta}, {@code index} or {@code role}, content that is not a
 * string, tool calls without index or with arguments that are no string, unknown finish reasons, events that are too
 * long. Lives as long as one stream. Not thread-safe.
 */
final class ChunkMending {
  private static final int PIECE = 16_000;

  // for each choice: calls seen so far, to number those that come without an index
  private final Map<Integer, List<String>> calls = new HashMap<>();

  /** The chunks to send in place of this one. */
  List<ObjectNode> mend(ObjectNode chunk, ChunkInspector seen) {
    if (chunk.path("object").asString("").isEmpty()) {
      chunk.put("object", "chat.completion.chunk");
    }
    ArrayNode choices = (ArrayNode) chunk.get("choices");
    for (int i = choices.size() - 1; i >= 0; i--) {
      if (choices.get(i) instanceof ObjectNode choice) {
        choice(choice, i, seen);
      } else {
        choices.remove(i);
      }
    }
    return split(chunk);
  }

  private void choice(ObjectNode choice, int position, ChunkInspector seen) {
    if (!choice.path("index").isIntegralNumber()) {
      choice.put("index", position);
    }
    ObjectNode delta =
        choice.get("delta") instanceof ObjectNode there ? there : choice.putObject("delta");
    if (seen.firstHere() && !delta.has("role")) {
      delta.put("role", "assistant");
    }
    content(delta);
    toolCalls(delta, choice.get("index").asInt());
    String finish = choice.path("finish_reason").asString(null);
    choice.put("finish_reason", finish == null ? null : Finish.wire(finish, seen.calledTools()));
  }

  /** Mistral's list of typed parts becomes text and reasoning text. */
  private static void content(ObjectNode delta) {
    if (!(delta.get("content") instanceof ArrayNode parts)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    for (JsonNode part : parts) {
      if (part.has("thinking")) {
        part.get("thinking").forEach(thought -> reasoning.append(thought.path("text").asString("")));
      } else {
        text.append(part.path("text").asString(""));
      }
    }
    delta.put("content", text.toString());
    if (!reasoning.isEmpty()) {
      delta.put("reasoning_content", reasoning.toString());
    }
  }

  private void toolCalls(ObjectNode delta, int choice) {
    if (delta.path("tool_calls").isNull()) {
      delta.remove("tool_calls");
    }
    for (JsonNode node : delta.path("tool_calls")) {
      if (node instanceof ObjectNode call) {
        toolCall(call, calls.computeIfAbsent(choice, _ -> new ArrayList<>()));
      }
    }
  }

  private static void toolCall(ObjectNode call, List<String> seen) {
    if (!call.path("index").isIntegralNumber()) {
      call.put("index", index(call.path("id").asString(""), call, seen));
    }
    ObjectNode function =
        call.get("function") instanceof ObjectNode there ? there : call.putObject("function");
    JsonNode arguments = function.path("arguments");
    if (!arguments.isString()) {
      function.put(
          "arguments", arguments.isContainer() ? Json.MAPPER.writeValueAsString(arguments) : "");
    }
  }

  /** A new id or, without one, a name opens a new call; anything else continues the last. */
  private static int index(String id, ObjectNode call, List<String> seen) {
    int known = id.isEmpty() ? -1 : seen.indexOf(id);
    if (known >= 0) {
      return known;
    }
    if (!id.isEmpty() || call.path("function").has("name") || seen.isEmpty()) {
      seen.add(id);
    }
    return seen.size() - 1;
  }

  /** Cuts long text into several chunks; what ends the choice stays with the last. */
  private static List<ObjectNode> split(ObjectNode chunk) {
    if (Json.MAPPER.writeValueAsBytes(chunk).length < ChunkInspector.LONGEST_EVENT) {
      return List.of(chunk);
    }
    List<ObjectNode> pieces = new ArrayList<>();
    ObjectNode last = chunk;
    for (String field : new String[] {"content", "reasoning_content", "reasoning"}) {
      String text = text(last, field);
      while (text != null && text.length() > PIECE) {
        int cut = Character.isHighSurrogate(text.charAt(PIECE - 1)) ? PIECE - 1 : PIECE;
        pieces.add(piece(last, field, text.substring(0, cut)));
        text = text.substring(cut);
        ((ObjectNode) last.at("/choices/0/delta")).put(field, text);
      }
    }
    pieces.add(last);
    return pieces;
  }

  private static @Nullable String text(ObjectNode chunk, String field) {
    return chunk.at("/choices/0/delta").path(field).asString(null);
  }

  private static ObjectNode piece(ObjectNode chunk, String field, String text) {
    ObjectNode piece = chunk.deepCopy();
    ArrayNode choices = (ArrayNode) piece.get("choices");
    ObjectNode choice = (ObjectNode) choices.get(0);
    choice.putObject("delta").put(field, text);
    choice.putNull("finish_reason");
    piece.remove("usage");
    return piece;
  }
}

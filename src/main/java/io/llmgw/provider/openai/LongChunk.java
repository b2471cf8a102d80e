package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cuts a chunk that is too long for some clients into several: its text and its tool calls'
 * arguments. What cannot be cut, such as an image, stays one event however long it is.
 */
final class LongChunk {
  /** Characters of a piece; even if each is written as an escape, a piece is short enough. */
  private static final int PIECE = 16_000;

  private static final List<String> HEAD =
      List.of("id", "object", "created", "model", "system_fingerprint");
  private static final List<String> TEXTS =
      List.of("reasoning_content", "reasoning", "content", "refusal");

  private final ObjectNode head = Json.MAPPER.createObjectNode();
  private final List<ObjectNode> pieces = new ArrayList<>();

  private LongChunk(ObjectNode chunk) {
    HEAD.stream().filter(chunk::has).forEach(name -> head.set(name, chunk.get(name)));
  }

  /** The chunk, or the ones to send in its place; what ends a choice stays with the last. */
  static List<ObjectNode> split(ObjectNode chunk) {
    if (Json.MAPPER.writeValueAsBytes(chunk).length < ChunkInspector.LONGEST_EVENT) {
      return List.of(chunk);
    }
    LongChunk split = new LongChunk(chunk);
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.get("delta") instanceof ObjectNode delta) {
        split.choice(choice.path("index").asInt(0), delta);
      }
    }
    split.pieces.add(chunk);
    return split.pieces;
  }

  /** Moves what can be cut out of the delta. */
  private void choice(int index, ObjectNode delta) {
    if (delta.has("role")) {
      piece(index).set("role", delta.remove("role"));
    }
    for (String field : TEXTS) {
      if (delta.path(field).isString()) {
        for (String part : parts(delta.remove(field).asString())) {
          piece(index).put(field, part);
        }
      }
    }
    if (delta.get("tool_calls") instanceof ArrayNode calls) {
      calls.forEach(call -> call(index, (ObjectNode) call));
      delta.remove("tool_calls");
    }
  }

  private void call(int choice, ObjectNode call) {
    if (!(call.get("function") instanceof ObjectNode function)) {
      piece(choice).putArray("tool_calls").add(call);
      return;
    }
    List<String> arguments = parts(function.path("arguments").asString(""));
    function.put("arguments", arguments.getFirst());
    piece(choice).putArray("tool_calls").add(call);
    for (String part : arguments.subList(1, arguments.size())) {
      ObjectNode next = piece(choice).putArray("tool_calls").addObject();
      next.set("index", call.get("index"));
      next.putObject("function").put("arguments", part);
    }
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (text.length() - from > PIECE) {
      int to = from + PIECE;
      to -= Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
      parts.add(text.substring(from, to));
      from = to;
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Adds a chunk for one choice and gives its delta. */
  private ObjectNode piece(int choice) {
    ObjectNode piece = head.deepCopy();
    ObjectNode only = piece.putArray("choices").addObject().put("index", choice);
    ObjectNode delta = only.putObject("delta");
    only.putNull("finish_reason");
    pieces.add(piece);
    return delta;
  }
}

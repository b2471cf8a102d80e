package io.llmgw.provider.openai;

import io.llmgw.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mends chunks, and whole answers, that clients stumble over: missing {@code delta}, {@code index}
 * or {@code role}, content that is not a string, tool calls without index or id or with arguments
 * that are no string, unknown finish reasons, events that are too long. Not thread-safe.
 */
final class ChunkMending {
  private final ChunkInspector seen;
  private final CallNumbers calls;

  /** Goes on from what the inspector has seen of the same answer. */
  ChunkMending(ChunkInspector seen) {
    this.seen = seen;
    this.calls = seen.calls();
  }

  /** The chunks to send in place of this one. */
  List<ObjectNode> chunk(ObjectNode chunk) {
    mend(chunk, "chat.completion.chunk", "delta");
    return LongChunk.split(chunk);
  }

  /** Mends a whole answer. */
  void whole(ObjectNode answer) {
    mend(answer, "chat.completion", "message");
  }

  private void mend(ObjectNode answer, String object, String contentName) {
    if (answer.path("object").asString("").isEmpty()) {
      answer.put("object", object);
    }
    if (seen.answerId() != null && answer.path("id").asString("").isEmpty()) {
      // the last word of Azure's filter comes without
      answer.put("id", seen.answerId());
    }
    ArrayNode choices = (ArrayNode) answer.get("choices");
    for (int i = choices.size() - 1; i >= 0; i--) {
      if (!choices.get(i).isObject()) {
        choices.remove(i);
      }
    }
    String id = answer.path("id").asString("");
    for (int i = 0; i < choices.size(); i++) {
      choice((ObjectNode) choices.get(i), i, contentName, id);
    }
  }

  private void choice(ObjectNode choice, int position, String contentName, String answerId) {
    if (!choice.path("index").isIntegralNumber()) {
      choice.put("index", position);
    }
    ObjectNode content =
        choice.get(contentName) instanceof ObjectNode there ? there : choice.putObject(contentName);
    if (seen.firstHere() && !content.hasNonNull("role")) {
      content.put("role", "assistant");
    }
    text(content);
    int index = choice.get("index").asInt(position);
    boolean whole = contentName.equals("message");
    toolCalls(content, index, whole, answerId);
    String finish = choice.path("finish_reason").asString(null);
    if (finish == null) {
      choice.putNull("finish_reason");
      return;
    }
    String reason = Finish.wire(finish, calls.count(index) > 0);
    choice.put("finish_reason", reason);
    if (reason.equals("tool_calls")) {
      emptyArguments(content, index, whole);
    }
  }

  /** Mistral's list of typed parts becomes text and reasoning text. */
  private static void text(ObjectNode content) {
    if (!(content.get("content") instanceof ArrayNode parts)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    for (JsonNode part : parts) {
      part.path("thinking").forEach(thought -> reasoning.append(thought.path("text").asString("")));
      text.append(part.path("text").asString(""));
    }
    content.put("content", text.toString());
    if (!reasoning.isEmpty()) {
      content.put("reasoning_content", reasoning.toString());
    }
  }

  private void toolCalls(ObjectNode content, int choice, boolean whole, String answerId) {
    if (!(content.get("tool_calls") instanceof ArrayNode list)) {
      content.remove("tool_calls");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode call) {
        toolCall(call, choice, whole ? i : call.path("index").asInt(-1), whole, answerId);
      }
    }
  }

  private void toolCall(ObjectNode call, int choice, int index, boolean whole, String answerId) {
    boolean custom = call.has("custom");
    boolean named = custom || !call.path("function").path("name").asString("").isEmpty();
    int number = calls.number(choice, index, call.path("id").asString(""), named);
    if (!whole) {
      call.put("index", number);
    }
    if (calls.id(choice, number).isEmpty()) {
      call.put("id", calls.makeUpId(choice, number, answerId));
    }
    if (call.hasNonNull("id") && !call.hasNonNull("type")) {
      call.put("type", custom ? "custom" : "function");
    }
    if (custom) {
      calls.argued(choice, number);
    } else {
      arguments(call, choice, number);
    }
  }

  private void arguments(ObjectNode call, int choice, int number) {
    ObjectNode function =
        call.get("function") instanceof ObjectNode there ? there : call.putObject("function");
    JsonNode arguments = function.path("arguments");
    String text =
        arguments.isContainer()
            ? Json.MAPPER.writeValueAsString(arguments)
            : arguments.asString("");
    function.put("arguments", text);
    if (!text.isEmpty()) {
      calls.argued(choice, number);
    }
  }

  /** A call that ends without arguments has an empty object of them. */
  private void emptyArguments(ObjectNode content, int choice, boolean whole) {
    for (int number = 0; number < calls.count(choice); number++) {
      if (!calls.hasArguments(choice, number)) {
        ArrayNode list = content.withArray("tool_calls");
        ObjectNode call =
            whole ? (ObjectNode) list.get(number) : list.addObject().put("index", number);
        call.withObject("function").put("arguments", "{}");
        calls.argued(choice, number);
      }
    }
  }
}

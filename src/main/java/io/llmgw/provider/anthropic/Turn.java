package io.llmgw.provider.anthropic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one side says before the other answers; messages of the same side follow each other as one.
 * Calls come after everything else the assistant says, and their results before everything else the
 * user says.
 */
final class Turn {
  /**
   * A call, under the id of the client and under the one that is sent.
   *
   * @param block the whole {@code tool_use} block
   */
  record Call(String original, String id, ObjectNode block) {}

  /**
   * A result.
   *
   * @param call the client's id of the call
   * @param block a {@code tool_result} block that lacks its id
   * @param field where it stands in the request
   */
  record Result(String call, ObjectNode block, String field) {}

  final boolean assistant;
  final List<ObjectNode> said = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Result> results = new ArrayList<>();

  Turn(boolean assistant) {
    this.assistant = assistant;
  }

  /** Whether the turn begins with thinking that its provider signed. */
  boolean startsWithThinking() {
    return !said.isEmpty() && isThinking(said.getFirst());
  }

  /** Goes on with what the same side says next. */
  void add(Turn next) {
    said.addAll(next.said);
    calls.addAll(next.calls);
  }

  /** Whether there is no content in it. */
  boolean isEmpty() {
    return said.isEmpty() && calls.isEmpty();
  }

  /**
   * Makes the end of an assistant's turn one a model can go on from: no thinking, and no white
   * space, which would be refused.
   */
  void trimEnd() {
    while (!said.isEmpty()) {
      ObjectNode last = said.getLast();
      String text = last.path("text").asString("").stripTrailing();
      if (!text.isEmpty()) {
        last.put("text", text);
        return;
      }
      said.removeLast();
    }
  }

  static boolean isThinking(@Nullable ObjectNode block) {
    String type = block == null ? "" : block.path("type").asString("");
    return type.equals("thinking") || type.equals("redacted_thinking");
  }

  static ObjectNode text(String text) {
    return JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text);
  }
}

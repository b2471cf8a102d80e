package io.llmgw.provider.bedrock;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one side says before the other answers; messages of the same side follow each other as one.
 * Calls come after everything else the assistant says, and their results before everything else the
 * user says.
 */
final class Turn {
  /** Stands where something has to be said and nothing was. */
  static final String PLACEHOLDER = ".";

  static final String GO_ON = "Go on exactly where your last message ends.";

  /** A call, under the id of the client and under the one that is sent. */
  record Call(String original, String id, Block block) {}

  /**
   * A result.
   *
   * @param call the client's id of the call
   * @param block a {@code toolResult} that lacks its id
   * @param files what the model takes beside a result only
   * @param field where it stands in the request
   */
  record Result(String call, Block block, List<Block> files, String field) {}

  final boolean assistant;
  final List<Block> said = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Result> results = new ArrayList<>();

  Turn(boolean assistant) {
    this.assistant = assistant;
  }

  /** Whether the turn begins with thinking that its provider signed. */
  boolean startsWithThinking() {
    return !said.isEmpty() && said.getFirst().isThinking();
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
      ObjectNode last = said.getLast().node;
      String text = last.path("text").asString("").stripTrailing();
      if (!text.isEmpty()) {
        last.put("text", text);
        return;
      }
      said.removeLast();
    }
  }

  void write(ArrayNode messages) {
    String role = assistant ? "assistant" : "user";
    ArrayNode content = messages.addObject().put("role", role).putArray("content");
    boolean document = said.stream().anyMatch(block -> block.node.has("document"));
    boolean text = said.stream().anyMatch(block -> block.node.has("text"));
    said.forEach(block -> block.write(content));
    if (document && !text) {
      // a document alone is refused
      content.addObject().put("text", PLACEHOLDER);
    }
    calls.forEach(call -> call.block().write(content));
  }
}

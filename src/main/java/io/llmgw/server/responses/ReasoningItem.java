package io.llmgw.server.responses;

import io.llmgw.model.ReasoningState;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The model's thinking, told as a summary, which is the form clients show whoever the provider is.
 */
final class ReasoningItem extends OutputItem {
  private final ArrayNode summary;
  private final StringBuilder text = new StringBuilder();

  ReasoningItem(EventSink sink, String id, int index) {
    super(sink, id, index, "reasoning");
    summary = node().putArray("summary");
  }

  void text(String more) {
    if (summary.isEmpty()) {
      ObjectNode part = summary.addObject().put("type", "summary_text").put("text", "");
      send("response.reasoning_summary_part.added", place().set("part", part.deepCopy()));
    }
    text.append(more);
    send("response.reasoning_summary_text.delta", place().put("delta", more));
  }

  /** What the provider wants back with the next turn. */
  void seal(ReasoningState state) {
    node().put(StateText.MEMBER, StateText.of(state));
  }

  private ObjectNode place() {
    return within().put("summary_index", 0);
  }

  @Override
  void complete() {
    if (summary.isEmpty()) {
      return;
    }
    fill();
    send("response.reasoning_summary_text.done", place().put("text", text.toString()));
    send("response.reasoning_summary_part.done", place().set("part", summary.get(0).deepCopy()));
  }

  @Override
  void fill() {
    if (!summary.isEmpty()) {
      ((ObjectNode) summary.get(0)).put("text", text.toString());
    }
  }
}

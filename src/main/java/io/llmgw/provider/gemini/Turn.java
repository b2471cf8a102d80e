package io.llmgw.provider.gemini;

import io.llmgw.model.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All that one side says in a row. */
final class Turn {
  /**
   * A call of a tool.
   *
   * @param part the part it is in
   */
  record Call(String id, String name, ObjectNode part) {}

  /** What a tool said, and where in the client's request it stands. */
  record Result(Part.ToolResult said, String field) {}

  final boolean model;
  final List<ObjectNode> parts = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Result> results = new ArrayList<>();
  // proof of thinking that belongs to the text
  @Nullable String signature;

  Turn(boolean model) {
    this.model = model;
  }

  boolean isEmpty() {
    return parts.isEmpty() && results.isEmpty();
  }
}

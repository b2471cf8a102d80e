package io.llmgw.provider.bedrock;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A block of a message, and the mark for the prompt cache behind it. */
final class Block {
  final ObjectNode node;
  // Bedrock's marks are blocks of their own
  @Nullable ObjectNode mark;

  Block(ObjectNode node) {
    this.node = node;
  }

  static Block text(String text) {
    return new Block(JsonNodeFactory.instance.objectNode().put("text", text));
  }

  boolean isThinking() {
    return node.has("reasoningContent");
  }

  void write(ArrayNode content) {
    content.add(node);
    if (mark != null) {
      content.add(mark);
    }
  }
}

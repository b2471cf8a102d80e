package io.llmgw.provider.bedrock;

import io.llmgw.provider.ToolNames;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request in Converse's words, and what is needed to understand its answer.
 *
 * @param names the tools' names, sent and original
 * @param answerTool the tool whose arguments are the answer, by its sent name; null for none
 * @param claude whether Anthropic's model answers, whose signatures are good elsewhere too
 */
record Encoded(ObjectNode body, ToolNames names, @Nullable String answerTool, boolean claude) {
  private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");

  /** No names yet, which will be as Bedrock takes them. */
  static ToolNames noNames() {
    return new ToolNames(REFUSED, false, 64);
  }
}

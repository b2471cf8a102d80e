package io.llmgw.provider.anthropic;

import io.llmgw.provider.ToolNames;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request in Anthropic's words, and what is needed to understand its answer.
 *
 * @param names the tools' names, sent and original
 * @param answerTool the tool whose arguments are the answer, by its sent name; null for none
 * @param betas features in trial that have to be switched on by header
 */
record Encoded(ObjectNode body, ToolNames names, @Nullable String answerTool, List<String> betas) {
  private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_-]");

  /** No names yet, which will be as Anthropic takes them. */
  static ToolNames noNames() {
    return new ToolNames(REFUSED, false, 128);
  }

  /** What an answer is read with that belongs to no request of ours. */
  static Encoded none() {
    return new Encoded(JsonNodeFactory.instance.objectNode(), noNames(), null, List.of());
  }
}

package io.llmgw.provider.gemini;

import io.llmgw.provider.ToolNames;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A request in Gemini's words, and the names its tools have there. */
record Encoded(ObjectNode body, ToolNames names) {
  private static final Pattern REFUSED = Pattern.compile("[^a-zA-Z0-9_.:-]");

  /** No names yet, which will be as Gemini takes them. */
  static ToolNames noNames() {
    return new ToolNames(REFUSED, true, 64);
  }
}

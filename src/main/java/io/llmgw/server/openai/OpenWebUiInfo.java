package io.llmgw.server.openai;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code info} object by which a list entry sets a model up in Open WebUI, so that no admin has
 * to: show the usage, offer images and tools only where the model takes them. Unsaid capabilities
 * stay Open WebUI's own default.
 */
final class OpenWebUiInfo {
  private OpenWebUiInfo() {}

  static void add(ObjectNode entry, Map<String, Boolean> supports) {
    ObjectNode capabilities =
        entry.putObject("info").putObject("meta").putObject("capabilities").put("usage", true);
    Boolean vision = supports.get("vision");
    if (vision != null) {
      capabilities.put("vision", vision);
    }
    Boolean tools = supports.get("function_calling");
    if (tools != null) {
      capabilities.put("builtin_tools", tools);
    }
  }
}

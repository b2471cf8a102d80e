package io.llmgw.provider.anthropic;

import io.llmgw.model.Fidelity;
import io.llmgw.model.Part;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marks up to which the prompt is worth caching.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/prompt-caching">prompt
 *     caching</a>
 */
final class CacheMarks {
  private static final String NAME = "cache_control";
  private static final int MOST = 4;

  private CacheMarks() {}

  static void mark(ObjectNode block, Part.CachePoint point) {
    ObjectNode control = block.putObject(NAME).put("type", "ephemeral");
    if (point.ttl() != null) {
      control.put("ttl", point.ttl());
    }
  }

  /** Takes the first ones away when there are more than are accepted: the last cache the most. */
  static void limit(ObjectNode body, Fidelity fidelity) {
    List<ObjectNode> marked = new ArrayList<>();
    collect(body.path("tools"), marked);
    collect(body.path("system"), marked);
    for (JsonNode message : body.path("messages")) {
      collect(message.path("content"), marked);
    }
    int most = body.has(NAME) ? MOST - 1 : MOST;
    for (int i = 0; i < marked.size() - most; i++) {
      marked.get(i).remove(NAME);
      fidelity.lose(NAME, "a request can have " + MOST + " of them; the last ones are kept");
    }
  }

  private static void collect(JsonNode blocks, List<ObjectNode> marked) {
    for (JsonNode block : blocks) {
      collect(block.path("content"), marked);
      if (block instanceof ObjectNode object && object.has(NAME)) {
        marked.add(object);
      }
    }
  }
}

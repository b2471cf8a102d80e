package io.llmgw.server.openai;

import io.llmgw.model.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The mark clients put on what is worth caching.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/prompt-caching">cache_control</a>
 */
final class CacheControl {
  private CacheControl() {}

  /** Adds what a marked part, message or tool says after its content. */
  static void after(JsonNode marked, List<Part> parts) {
    Part.CachePoint point = of(marked);
    if (point != null) {
      parts.add(point);
    }
  }

  static Part.@Nullable CachePoint of(JsonNode marked) {
    JsonNode control = marked.path("cache_control");
    return control.isObject() ? new Part.CachePoint(control.path("ttl").asString(null)) : null;
  }
}

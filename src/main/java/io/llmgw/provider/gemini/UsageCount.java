package io.llmgw.provider.gemini;

import io.llmgw.model.Usage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tokens of one answer. Every chunk counts from the start, so that the last number of each
 * field holds, also when a later chunk leaves it out.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#UsageMetadata">the fields</a>
 */
final class UsageCount {
  private final Map<String, Long> counts = new HashMap<>();

  void add(JsonNode usage) {
    usage
        .properties()
        .forEach(field -> {
          if (field.getValue().canConvertToLong() && field.getValue().isIntegralNumber()) {
            counts.put(field.getKey(), Math.max(0, field.getValue().asLong()));
          }
        });
  }

  /** The sum; null when nothing was counted. */
  @Nullable Usage total() {
    if (counts.isEmpty()) {
      return null;
    }
    long input = count("promptTokenCount") + count("toolUsePromptTokenCount");
    long thoughts = count("thoughtsTokenCount");
    return new Usage(
        input,
        count("candidatesTokenCount") + thoughts,
        Math.min(count("cachedContentTokenCount"), input),
        0,
        thoughts);
  }

  private long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}

package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the {@code usage} object of a response. */
final class ResponsesUsage {
  private ResponsesUsage() {}

  /** The tokens that response counts, or null when it does not say. */
  static @Nullable Usage of(JsonObjectIndex response) {
    int usage = response.find("usage");
    return response.type(usage) == '{' ? of(response.tree(usage)) : null;
  }

  /** The tokens that object counts, or null when it is none. */
  static @Nullable Usage of(JsonNode usage) {
    if (!usage.isObject()) {
      return null;
    }
    JsonNode input = usage.path("input_tokens_details");
    return new Usage(
        usage.path("input_tokens").asLong(0),
        usage.path("output_tokens").asLong(0),
        input.path("cached_tokens").asLong(0),
        input.path("cache_write_tokens").asLong(0),
        usage.path("output_tokens_details").path("reasoning_tokens").asLong(0));
  }
}

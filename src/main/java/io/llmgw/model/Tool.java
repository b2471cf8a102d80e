package io.llmgw.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A function the model may call.
 *
 * @param parameters its JSON Schema, null for none
 * @param cache set when the tools up to this one are worth caching
 */
public record Tool(
    String name,
    @Nullable String description,
    @Nullable JsonNode parameters,
    @Nullable Boolean strict,
    Part.@Nullable CachePoint cache) {
  public Tool(
      String name,
      @Nullable String description,
      @Nullable JsonNode parameters,
      @Nullable Boolean strict) {
    this(name, description, parameters, strict, null);
  }
}

package io.llmgw.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The form the answer must have. */
public sealed interface ResponseFormat {
  record Text() implements ResponseFormat {}

  record JsonObject() implements ResponseFormat {}

  record JsonSchema(
      String name, @Nullable String description, JsonNode schema, @Nullable Boolean strict)
      implements ResponseFormat {}
}

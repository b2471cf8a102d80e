package io.llmgw.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A function the model may call; {@code parameters} is its JSON Schema, null for none. */
public record Tool(
    String name,
    @Nullable String description,
    @Nullable JsonNode parameters,
    @Nullable Boolean strict) {}

package io.llmgw.provider;

import org.jspecify.annotations.Nullable;

/** One entry of an upstream's own model list. */
public record UpstreamModel(String id, @Nullable String ownedBy) {}

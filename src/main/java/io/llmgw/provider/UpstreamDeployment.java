package io.llmgw.provider;

import org.jspecify.annotations.Nullable;

/**
 * A name under which an upstream serves a model that was chosen by its owner.
 *
 * @param model what it serves; null when the upstream does not say
 * @param state such as {@code succeeded}; null when the upstream does not say
 */
public record UpstreamDeployment(String name, @Nullable String model, @Nullable String state) {}

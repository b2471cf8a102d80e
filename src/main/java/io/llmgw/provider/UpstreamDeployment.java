package io.llmgw.provider;

import org.jspecify.annotations.Nullable;

/**
 * A name under which an upstream serves a model that was chosen by its owner. Whatever the upstream
 * does not say is null.
 *
 * @param model what it serves
 * @param version of the model
 * @param sku how it is paid for, such as {@code GlobalStandard}
 * @param capacity in the units of the sku: thousands of tokens per minute, or provisioned units
 * @param state such as {@code Succeeded}
 */
public record UpstreamDeployment(
    String name,
    @Nullable String model,
    @Nullable String version,
    @Nullable String sku,
    @Nullable Integer capacity,
    @Nullable String state) {

  /** One of which no more is known than what it serves. */
  public UpstreamDeployment(String name, @Nullable String model, @Nullable String state) {
    this(name, model, null, null, null, state);
  }
}

package io.llmgw.provider;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an upstream's own model list. What the list does not say is null.
 *
 * @param contextTokens longest prompt
 * @param inputUsd US dollars for a million tokens of input
 * @param outputUsd US dollars for a million tokens of output
 * @param retires first day it is gone
 */
public record UpstreamModel(
    String id,
    @Nullable String ownedBy,
    @Nullable Integer contextTokens,
    @Nullable BigDecimal inputUsd,
    @Nullable BigDecimal outputUsd,
    @Nullable LocalDate retires) {

  /** An entry that says no more than that the model is there. */
  public UpstreamModel(String id, @Nullable String ownedBy) {
    this(id, ownedBy, null, null, null, null);
  }
}

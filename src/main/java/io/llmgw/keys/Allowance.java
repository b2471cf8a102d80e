package io.llmgw.keys;

import org.jspecify.annotations.Nullable;

/**
 * How much may be used at once and in a minute; null for no limit, 0 for nothing at all.
 *
 * @param requests per minute
 * @param tokens per minute, those of the request and of the answer
 * @param parallel requests in flight
 */
public record Allowance(@Nullable Long requests, @Nullable Long tokens, @Nullable Long parallel) {
  public static final Allowance NONE = new Allowance(null, null, null);

  boolean limits() {
    return requests != null || tokens != null || parallel != null;
  }
}

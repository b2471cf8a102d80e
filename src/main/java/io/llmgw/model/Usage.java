package io.llmgw.model;

/**
 * Tokens of one call. {@code inputTokens} includes the cached and the cache-written ones and {@code
 * outputTokens} includes the reasoning ones, whatever the provider's own way of counting.
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cachedTokens,
    long cacheWriteTokens,
    long reasoningTokens) {

  /** Whatever a provider says, the parts are no more than the whole. */
  public Usage {
    cachedTokens = Math.max(0, cachedTokens);
    cacheWriteTokens = Math.max(0, cacheWriteTokens);
    reasoningTokens = Math.max(0, reasoningTokens);
    inputTokens = Math.max(inputTokens, cachedTokens + cacheWriteTokens);
    outputTokens = Math.max(outputTokens, reasoningTokens);
  }

  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0);
  }

  public long totalTokens() {
    return inputTokens + outputTokens;
  }
}

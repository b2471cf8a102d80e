package io.llmgw.server.anthropic;

import io.llmgw.model.Usage;

/** Tokens as the dialect counts them: its input tokens leave out those of the cache. */
final class UsageObject {
  private UsageObject() {}

  /** The object as JSON text. */
  static String of(Usage usage) {
    long fresh = usage.inputTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
    return "{\"input_tokens\":"
        + Math.max(0, fresh)
        + ",\"cache_creation_input_tokens\":"
        + usage.cacheWriteTokens()
        + ",\"cache_read_input_tokens\":"
        + usage.cachedTokens()
        + ",\"output_tokens\":"
        + usage.outputTokens()
        + "}";
  }
}

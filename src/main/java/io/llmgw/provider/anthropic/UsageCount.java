package io.llmgw.provider.anthropic;

import io.llmgw.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Adds up nothing: each count Anthropic reports is the one up to then, and takes the place of the
 * one before. Not thread-safe.
 */
final class UsageCount {
  private static final List<String> INPUT =
      List.of("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens");

  private boolean known;
  private long input;
  private long cacheRead;
  private long cacheWritten;
  private long output;
  private long thinking;

  /** Takes what that {@code usage} object says; what it leaves out stays as it was. */
  UsageCount take(JsonNode usage) {
    if (usage.isObject()) {
      known = true;
      // a prompt that was cached as a whole has no tokens beside those
      boolean counted = INPUT.stream().anyMatch(name -> newer(0, usage.path(name)) > 0);
      input = counted(input, usage.path("input_tokens"), counted);
      cacheRead = counted(cacheRead, usage.path("cache_read_input_tokens"), counted);
      cacheWritten = counted(cacheWritten, usage.path("cache_creation_input_tokens"), counted);
      output = newer(output, usage.path("output_tokens"));
      thinking = newer(thinking, usage.path("output_tokens_details").path("thinking_tokens"));
    }
    return this;
  }

  private static long counted(long before, JsonNode count, boolean meant) {
    return meant && count.isIntegralNumber() ? Math.max(0, count.asLong(0)) : newer(before, count);
  }

  /** Some upstreams say 0 in the end for what they counted in the beginning. */
  private static long newer(long before, JsonNode count) {
    long now = count.isIntegralNumber() ? count.asLong(0) : 0;
    return now > 0 ? now : before;
  }

  /** The tokens so far, null when nothing was said about them. */
  @Nullable Usage usage() {
    return known
        ? new Usage(
            input + cacheRead + cacheWritten,
            Math.max(output, thinking),
            cacheRead,
            cacheWritten,
            thinking)
        : null;
  }
}

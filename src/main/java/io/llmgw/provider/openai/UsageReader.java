package io.llmgw.provider.openai;

import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Usage;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI's {@code usage} object, and DeepSeek's name for cached tokens. */
final class UsageReader {
  private final JsonObjectIndex usage = new JsonObjectIndex();
  private final JsonObjectIndex details = new JsonObjectIndex();

  /** The tokens that member counts, or null when it is no object. */
  @Nullable Usage read(JsonObjectIndex document, int member) {
    if (document.type(member) != '{') {
      return null;
    }
    int start = document.valueStart(member);
    usage.read(document.bytes(), start, document.valueEnd(member) - start);
    long input = count("prompt_tokens");
    // some count the reasoning, or all of it but the answer, in the total only
    long output = Math.max(count("completion_tokens"), count("total_tokens") - input);
    return new Usage(
        input,
        output,
        Math.max(
            detail("prompt_tokens_details", "cached_tokens"), count("prompt_cache_hit_tokens")),
        Math.max(
            detail("prompt_tokens_details", "cache_write_tokens"),
            count("cache_creation_input_tokens")),
        detail("completion_tokens_details", "reasoning_tokens"));
  }

  private long count(String name) {
    return usage.number(usage.find(name), 0);
  }

  private long detail(String object, String name) {
    int member = usage.find(object);
    if (usage.type(member) != '{') {
      return 0;
    }
    int start = usage.valueStart(member);
    details.read(usage.bytes(), start, usage.valueEnd(member) - start);
    return details.number(details.find(name), 0);
  }
}

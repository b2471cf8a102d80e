package io.llmgw.provider.openai;

import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the headers of an answer that matter beyond it. */
final class Heads {
  private Heads() {}

  /**
   * What the client gets: rate limits under their own names, the vendor's other own headers marked
   * as such.
   */
  static AnswerHead of(HttpAnswer answer) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    answer.forEachHeader((name, value) -> {
      if (name.startsWith("x-ratelimit-") || name.startsWith("retry-after")) {
        kept.add(Map.entry(name, value));
      } else if (vendors(name)) {
        kept.add(Map.entry("llm_provider-" + name, value));
      }
    });
    return kept.isEmpty() ? AnswerHead.EMPTY : new AnswerHead(kept);
  }

  private static boolean vendors(String name) {
    return name.startsWith("x-")
        || name.startsWith("openai-")
        || name.startsWith("apim-")
        || name.startsWith("anthropic-")
        || name.startsWith("azure");
  }
}

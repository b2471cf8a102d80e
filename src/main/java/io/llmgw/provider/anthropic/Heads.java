package io.llmgw.provider.anthropic;

import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the headers of an answer that matter beyond it. */
final class Heads {
  private Heads() {}

  /**
   * What the client gets: the wait that is asked for under its own name, and what is left of the
   * limits too if the client speaks this protocol, else marked as the provider's.
   */
  static AnswerHead of(HttpAnswer answer, boolean sameProtocol) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    answer.forEachHeader((name, value) -> {
      if (name.startsWith("retry-after")
          || (sameProtocol && name.startsWith("anthropic-ratelimit-"))) {
        kept.add(Map.entry(name, value));
      } else if (name.startsWith("anthropic-") || name.equals("request-id")) {
        kept.add(Map.entry("llm_provider-" + name, value));
      }
    });
    return kept.isEmpty() ? AnswerHead.EMPTY : new AnswerHead(kept);
  }
}

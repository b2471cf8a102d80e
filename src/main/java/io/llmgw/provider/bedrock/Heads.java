package io.llmgw.provider.bedrock;

import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the headers of an answer that matter beyond it. */
final class Heads {
  private Heads() {}

  /** What the client gets: the wait under its own name, Amazon's other headers marked as such. */
  static AnswerHead of(HttpAnswer answer) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    answer.forEachHeader((name, value) -> {
      if (name.startsWith("retry-after")) {
        kept.add(Map.entry(name, value));
      } else if (name.equals("x-amzn-requestid") || name.startsWith("x-amzn-bedrock-")) {
        kept.add(Map.entry("llm_provider-" + name, value));
      }
    });
    return kept.isEmpty() ? AnswerHead.EMPTY : new AnswerHead(kept);
  }
}

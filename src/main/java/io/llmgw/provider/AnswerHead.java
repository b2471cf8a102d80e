package io.llmgw.provider;

import java.util.List;
import java.util.Map;

/**
 * Headers of the upstream's answer that a client may use: rate limits, {@code retry-after}, request
 * ids. Names are in lower case, as the client will see them.
 */
public record AnswerHead(List<Map.Entry<String, String>> headers) {
  public static final AnswerHead EMPTY = new AnswerHead(List.of());

  public AnswerHead {
    headers = List.copyOf(headers);
  }
}

package io.llmgw.provider;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the upstream's answer that a client may use: rate limits, {@code retry-after}, request
 * ids. Names are in lower case, as the client will see them.
 *
 * @param keptAs the id by which the upstream may know the answer later; null when it keeps none
 */
public record AnswerHead(List<Map.Entry<String, String>> headers, @Nullable String keptAs) {
  public static final AnswerHead EMPTY = new AnswerHead(List.of());

  public AnswerHead {
    headers = List.copyOf(headers);
  }

  /** The head of an answer that the upstream does not keep. */
  public AnswerHead(List<Map.Entry<String, String>> headers) {
    this(headers, null);
  }

  /** The same of an answer that is kept. */
  public AnswerHead keptAs(@Nullable String id) {
    return new AnswerHead(headers, id);
  }
}

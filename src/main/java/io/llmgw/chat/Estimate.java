package io.llmgw.chat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.TokenEstimate;
import io.llmgw.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a question will take, before it is sent.
 *
 * @param outputTokens the longest answer allowed, or a usual one
 * @param costUsd null when the model has no known price
 */
public record Estimate(long inputTokens, long outputTokens, @Nullable Double costUsd) {
  private static final long USUAL_ANSWER = 1_000;

  public static Estimate of(ChatRequest question, ChatBackend backend) {
    long input = TokenEstimate.of(question);
    Integer most = question.sampling().maxTokens();
    long output = most == null ? USUAL_ANSWER : most;
    return new Estimate(input, output, backend.cost(question.model(), Usage.of(input, output)));
  }
}

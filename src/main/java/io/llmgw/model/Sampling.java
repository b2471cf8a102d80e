package io.llmgw.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answer is drawn and where it ends; null means the model's own default.
 *
 * @param maxTokens upper limit of output tokens, reasoning included
 * @param effort reasoning effort: {@code none}, {@code minimal}, {@code low}, {@code medium},
 *     {@code high}, {@code xhigh} or {@code max}
 * @param thinkingBudget upper limit of the tokens of thinking; null when only an effort is wanted
 */
public record Sampling(
    @Nullable Integer maxTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Double frequencyPenalty,
    @Nullable Double presencePenalty,
    @Nullable Long seed,
    List<String> stop,
    @Nullable String effort,
    @Nullable Integer thinkingBudget,
    @Nullable Integer topK) {

  public static final Sampling DEFAULT =
      new Sampling(null, null, null, null, null, null, List.of(), null, null, null);

  public Sampling {
    stop = List.copyOf(stop);
  }
}

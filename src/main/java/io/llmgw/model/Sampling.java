package io.llmgw.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answer is drawn and where it ends; null means the model's own default.
 *
 * @param maxTokens upper limit of output tokens, reasoning included
 * @param effort reasoning effort such as {@code low} or {@code high}
 */
public record Sampling(
    @Nullable Integer maxTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Double frequencyPenalty,
    @Nullable Double presencePenalty,
    @Nullable Long seed,
    List<String> stop,
    @Nullable String effort) {

  public static final Sampling DEFAULT =
      new Sampling(null, null, null, null, null, null, List.of(), null);

  public Sampling {
    stop = List.copyOf(stop);
  }
}

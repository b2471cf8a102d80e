package io.llmgw.provider.openai;

import io.llmgw.model.GatewayException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of a model's thinking over the Responses API. Not every model thinks, and not
 * every organization may read summaries.
 *
 * @param summary whether to ask for a summary
 * @param encrypted whether to ask for the thinking in the form that goes back with the next turn
 */
record ResponsesThinking(boolean summary, boolean encrypted) {
  private static final ResponsesThinking NOTHING = new ResponsesThinking(false, false);

  /** What to begin with: models that speak this protocol only are mostly those that think. */
  static ResponsesThinking of(Profile profile) {
    String name = profile.modelName().toLowerCase(Locale.ROOT);
    boolean known = name.contains("gpt-4") || name.contains("gpt-3") || name.contains("gpt-35");
    return known ? NOTHING : new ResponsesThinking(true, true);
  }

  /** The same without what a refusal was about; null when it was about something else. */
  @Nullable ResponsesThinking after(GatewayException refusal) {
    if (refusal.status() != 400 && refusal.status() != 422) {
      return null;
    }
    String words = (refusal.text() + " " + refusal.detail().param()).toLowerCase(Locale.ROOT);
    if (encrypted && (words.contains("encrypted") || words.contains("include"))) {
      return new ResponsesThinking(summary, false);
    }
    return summary && words.contains("reasoning") && words.contains("summar")
        ? new ResponsesThinking(false, encrypted)
        : null;
  }
}

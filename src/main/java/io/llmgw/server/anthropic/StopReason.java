package io.llmgw.server.anthropic;

import io.llmgw.model.FinishReason;
import io.llmgw.model.StreamEvent;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, in the dialect's words. */
record StopReason(String reason, @Nullable String sequence) {
  static final StopReason END = new StopReason("end_turn", null);

  /**
   * The word for how a choice finished.
   *
   * @param called whether tools were called, which is what counts to clients, whatever the upstream
   *     says
   * @param refused whether the model said in so many words that it will not answer
   */
  static StopReason of(StreamEvent.Finished finished, boolean called, boolean refused) {
    return switch (finished.reason()) {
      case LENGTH -> new StopReason("max_tokens", null);
      case CONTENT_FILTER -> new StopReason("refusal", null);
      case STOP, TOOL_CALLS -> {
        if (refused && !called) {
          yield new StopReason("refusal", null);
        }
        if (called) {
          yield new StopReason("tool_use", null);
        }
        yield finished.stopSequence() == null || finished.reason() == FinishReason.TOOL_CALLS
            ? END
            : new StopReason("stop_sequence", finished.stopSequence());
      }
    };
  }
}

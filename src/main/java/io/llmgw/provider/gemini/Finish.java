package io.llmgw.provider.gemini;

import io.llmgw.model.FinishReason;

/**
 * Google's reasons to end an answer, and what they mean.
 *
 * @see <a href="https://ai.google.dev/api/generate-content#FinishReason">the reasons</a>
 */
final class Finish {
  private Finish() {}

  /** What the reason means; a stop after tool calls was for the calls. */
  static FinishReason of(String reason, boolean calledTools) {
    return switch (reason) {
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "LANGUAGE",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      default -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  /** Whether the model failed at a call, so that there is no answer. */
  static boolean brokeCall(String reason) {
    return switch (reason) {
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" -> true;
      default -> false;
    };
  }
}

package io.llmgw.provider.openai;

import io.llmgw.model.FinishReason;

/** The finish reasons vendors use, and what they mean. */
final class Finish {
  private Finish() {}

  /** What the reason means; a stop after tool calls was for the calls, whatever its name. */
  static FinishReason of(String reason, boolean calledTools) {
    return switch (reason) {
      case "length", "model_length", "max_tokens", "MAX_TOKENS" -> FinishReason.LENGTH;
      case "content_filter", "safety", "SAFETY" -> FinishReason.CONTENT_FILTER;
      default -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  /** The standard name for a vendor's own. */
  static String wire(String reason, boolean calledTools) {
    return reason.equals("function_call") || reason.equals("tool_calls")
        ? reason
        : switch (of(reason, calledTools)) {
          case STOP -> "stop";
          case LENGTH -> "length";
          case TOOL_CALLS -> "tool_calls";
          case CONTENT_FILTER -> "content_filter";
        };
  }

  /** Whether the reason is a failure in disguise. */
  static boolean failed(String reason) {
    return reason.equals("error") || reason.equals("insufficient_system_resource");
  }
}

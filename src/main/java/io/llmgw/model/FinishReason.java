package io.llmgw.model;

/** Why a choice ended. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS,
  CONTENT_FILTER
}

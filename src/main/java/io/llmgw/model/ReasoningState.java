package io.llmgw.model;

import org.jspecify.annotations.Nullable;

/**
 * What a provider wants back unchanged in the next turn, to go on from its own thinking. It is
 * bound to the provider that made it: another one refuses it.
 *
 * @param format whose it is, by the names OpenRouter's {@code reasoning_details} use
 * @param id the provider's id of the thought
 * @param signature proof that text or call came from the provider
 * @param data thinking without a readable text, encrypted or redacted
 */
public record ReasoningState(
    String format, @Nullable String id, @Nullable String signature, @Nullable String data) {
  public static final String ANTHROPIC = "anthropic-claude-v1";
  public static final String GEMINI = "google-gemini-v1";
  public static final String RESPONSES = "openai-responses-v1";

  /** A state that is a signature only. */
  public static ReasoningState signed(String format, String signature) {
    return new ReasoningState(format, null, signature, null);
  }
}

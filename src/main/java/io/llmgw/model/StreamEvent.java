package io.llmgw.model;

import org.jspecify.annotations.Nullable;

/**
 * What a provider says while it answers. Order: one {@link Started}, then deltas, one {@link
 * Finished} for each choice, at most one {@link UsageReported}. A failure is not an event: the
 * stream throws.
 */
public sealed interface StreamEvent {

  /**
   * The answer begins.
   *
   * @param id the provider's id of the answer, null when it gave none
   * @param model the model that really answers, null when the provider did not say
   * @param created epoch seconds, 0 when unknown
   */
  record Started(@Nullable String id, @Nullable String model, long created)
      implements StreamEvent {}

  record TextDelta(int choice, String text) implements StreamEvent {}

  record ReasoningDelta(int choice, String text) implements StreamEvent {}

  /** Ends a thought, of which there may have been no text, with what the provider wants back. */
  record ReasoningSealed(int choice, ReasoningState state) implements StreamEvent {}

  record RefusalDelta(int choice, String text) implements StreamEvent {}

  /** A tool call opens; {@code index} counts the calls of this choice from 0 without gaps. */
  record ToolCallStarted(
      int choice, int index, String id, String name, @Nullable ReasoningState state)
      implements StreamEvent {
    public ToolCallStarted(int choice, int index, String id, String name) {
      this(choice, index, id, name, null);
    }
  }

  /** More of the arguments' JSON text of the call with that index. */
  record ToolCallDelta(int choice, int index, String arguments) implements StreamEvent {}

  /** A web source the answer rests on. */
  record Cited(int choice, String url, @Nullable String title) implements StreamEvent {}

  /** An image or another file the model made, whole. */
  record Attached(int choice, Part.Media media) implements StreamEvent {}

  /**
   * A choice is over.
   *
   * @param stopSequence the one that was met, null for another reason or when it is not known
   */
  record Finished(int choice, FinishReason reason, @Nullable String stopSequence)
      implements StreamEvent {
    public Finished(int choice, FinishReason reason) {
      this(choice, reason, null);
    }
  }

  record UsageReported(Usage usage) implements StreamEvent {}
}

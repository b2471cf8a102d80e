package io.llmgw.gateway;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The thinking that led to a tool call, for clients that send the call back without it although the
 * provider wants to see it again. Keyed by the call's id; holds {@link #MAX_BYTES} of text at most,
 * for {@link #LIFETIME}. Thread-safe.
 */
public final class ReasoningMemory {
  static final long MAX_BYTES = 32L << 20;
  static final Duration LIFETIME = Duration.ofHours(6);
  private static final int OVERHEAD_BYTES = 200;

  private final InstantSource clock;
  private final long maxBytes;
  private final Map<String, Thought> thoughts = new LinkedHashMap<>();
  private long bytes;

  /** What one call came from. */
  private record Thought(
      List<Part.Reasoning> parts, @Nullable ReasoningState state, long bytes, Instant since) {}

  public ReasoningMemory(InstantSource clock) {
    this(clock, MAX_BYTES);
  }

  ReasoningMemory(InstantSource clock, long maxBytes) {
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  /** Keeps what led to the call with that id. */
  synchronized void keep(
      String callId, List<Part.Reasoning> parts, @Nullable ReasoningState state) {
    long size = OVERHEAD_BYTES + callId.length() + size(state);
    for (Part.Reasoning part : parts) {
      size += 2L * part.text().length() + size(part.state());
    }
    forget(thoughts.remove(callId));
    if (size <= maxBytes) {
      thoughts.put(callId, new Thought(List.copyOf(parts), state, size, clock.instant()));
      bytes += size;
      trim();
    }
  }

  private static long size(@Nullable ReasoningState state) {
    return state == null ? 0 : 2L * (length(state.signature()) + length(state.data()));
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private void forget(@Nullable Thought thought) {
    bytes -= thought == null ? 0 : thought.bytes();
  }

  /** Drops the oldest while there are too many, and those whose time is over. */
  private void trim() {
    Instant limit = clock.instant().minus(LIFETIME);
    Iterator<Thought> oldest = thoughts.values().iterator();
    while (oldest.hasNext()) {
      Thought thought = oldest.next();
      if (bytes <= maxBytes && thought.since().isAfter(limit)) {
        return;
      }
      oldest.remove();
      forget(thought);
    }
  }

  private synchronized @Nullable Thought find(String callId) {
    Thought thought = thoughts.get(callId);
    boolean fresh = thought != null && thought.since().isAfter(clock.instant().minus(LIFETIME));
    return fresh ? thought : null;
  }

  /** The request with the thinking its client lost. */
  ChatRequest restore(ChatRequest request) {
    List<Message> messages = request.messages();
    List<Message> restored = null;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      Message whole = restore(message);
      if (whole != message) {
        restored = restored == null ? new ArrayList<>(messages) : restored;
        restored.set(i, whole);
      }
    }
    return restored == null ? request : request.withMessages(restored);
  }

  private Message restore(Message message) {
    boolean thinks = message.parts().stream().anyMatch(Part.Reasoning.class::isInstance);
    List<Part> parts = new ArrayList<>();
    List<Part.Reasoning> lost = List.of();
    boolean changed = false;
    for (Part part : message.parts()) {
      Thought thought = part instanceof Part.ToolCall call ? find(call.id()) : null;
      if (thought == null) {
        parts.add(part);
        continue;
      }
      lost = lost.isEmpty() && !thinks ? thought.parts() : lost;
      Part.ToolCall call = (Part.ToolCall) part;
      parts.add(call.state() == null ? withState(call, thought.state()) : call);
      changed |= call.state() == null && thought.state() != null;
    }
    if (!changed && lost.isEmpty()) {
      return message;
    }
    parts.addAll(0, lost);
    return new Message(message.role(), parts);
  }

  private static Part.ToolCall withState(Part.ToolCall call, @Nullable ReasoningState state) {
    return new Part.ToolCall(call.id(), call.name(), call.arguments(), state);
  }
}

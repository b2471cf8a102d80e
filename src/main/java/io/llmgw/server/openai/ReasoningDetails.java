package io.llmgw.server.openai;

import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thinking and what its provider wants back, in the form clients already carry from turn to turn.
 *
 * @see <a href="https://openrouter.ai/docs/use-cases/reasoning-tokens">reasoning_details</a>
 */
final class ReasoningDetails {
  private ReasoningDetails() {}

  /** One thought with its state; complete, so that a client need not put pieces together. */
  static ObjectNode node(String text, ReasoningState state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (state.data() != null) {
      node.put("type", "reasoning.encrypted").put("data", state.data());
    } else {
      node.put("type", "reasoning.text").put("text", text);
    }
    putIfKnown(node, "signature", state.signature());
    putIfKnown(node, "id", state.id());
    return node.put("format", state.format());
  }

  private static void putIfKnown(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  /** What a tool call carries of it: only Gemini binds its state to the call. */
  static @Nullable ObjectNode ofCall(@Nullable ReasoningState state) {
    if (state == null || !state.format().equals(ReasoningState.GEMINI)) {
      return null;
    }
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putObject("google").put("thought_signature", state.signature());
    return content;
  }

  /** The state of a call in an assistant's message, null when the client kept none. */
  static @Nullable ReasoningState stateOf(JsonNode call) {
    String signature =
        call.path("extra_content").path("google").path("thought_signature").asString("");
    if (signature.isEmpty()) {
      signature = call.path("provider_specific_fields").path("thought_signature").asString("");
    }
    return signature.isEmpty() ? null : ReasoningState.signed(ReasoningState.GEMINI, signature);
  }

  /**
   * The thinking in an assistant's message: {@code reasoning_details}, LiteLLM's {@code
   * thinking_blocks}, else the plain text.
   */
  static List<Part> parts(JsonNode message) {
    List<Part> parts = new ArrayList<>();
    message.path("reasoning_details").forEach(detail -> add(parts, detail(detail)));
    if (parts.isEmpty()) {
      message.path("thinking_blocks").forEach(block -> add(parts, block(block)));
    }
    String text =
        message.path("reasoning_content").asString(message.path("reasoning").asString(""));
    if (parts.isEmpty() && !text.isEmpty()) {
      parts.add(new Part.Reasoning(text, null));
    }
    return parts;
  }

  private static void add(List<Part> parts, Part.@Nullable Reasoning part) {
    if (part != null) {
      parts.add(part);
    }
  }

  private static Part.@Nullable Reasoning detail(JsonNode detail) {
    String format = detail.path("format").asString("");
    String text = detail.path("text").asString(detail.path("summary").asString(""));
    ReasoningState state =
        state(
            format,
            detail.path("id").asString(null),
            detail.path("signature").asString(null),
            detail.path("data").asString(null));
    return text.isEmpty() && state == null ? null : new Part.Reasoning(text, state);
  }

  private static @Nullable ReasoningState state(
      String format, @Nullable String id, @Nullable String signature, @Nullable String data) {
    boolean known = !format.isEmpty();
    boolean empty = (signature == null || signature.isEmpty()) && (data == null || data.isEmpty());
    return known && !empty ? new ReasoningState(format, id, signature, data) : null;
  }

  private static Part.@Nullable Reasoning block(JsonNode block) {
    String format = ReasoningState.ANTHROPIC;
    ReasoningState state =
        state(
            format,
            null,
            block.path("signature").asString(null),
            block.path("data").asString(null));
    String text = block.path("thinking").asString("");
    return text.isEmpty() && state == null ? null : new Part.Reasoning(text, state);
  }
}

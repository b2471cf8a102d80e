package io.llmgw.provider.openai;

import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes messages as the input items of the Responses API, where calls, their results and thinking
 * are items of their own.
 */
final class ResponsesInput {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Fidelity fidelity;
  private final ArrayNode items = JSON.arrayNode();

  ResponsesInput(Fidelity fidelity) {
    this.fidelity = fidelity;
  }

  ArrayNode items() {
    return items;
  }

  /** Appends a message; {@code at} is where it stands in the client's request. */
  void add(Message message, String at) {
    ArrayNode content = JSON.arrayNode();
    for (Part part : message.parts()) {
      if (isContent(part)) {
        content(content, part, message.role());
      } else {
        content = flush(message.role(), content);
        item(part, at);
      }
    }
    flush(message.role(), content);
  }

  /** Writes what was said so far as a message, so that the order of the turn is kept. */
  private ArrayNode flush(Role role, ArrayNode content) {
    if (content.isEmpty()) {
      return content;
    }
    items.addObject().put("type", "message").put("role", word(role)).set("content", content);
    return JSON.arrayNode();
  }

  private static String word(Role role) {
    return switch (role) {
      case SYSTEM -> "developer";
      case USER, TOOL -> "user";
      case ASSISTANT -> "assistant";
    };
  }

  private static boolean isContent(Part part) {
    return switch (part) {
      case Part.Text _, Part.Media _, Part.Refusal _ -> true;
      case Part.ToolCall _, Part.ToolResult _, Part.Reasoning _, Part.CachePoint _ -> false;
    };
  }

  private void item(Part part, String at) {
    switch (part) {
      case Part.ToolCall call ->
          // without a status, which some servers of this protocol refuse here
          items
              .addObject()
              .put("type", "function_call")
              .put("call_id", call.id())
              .put("name", call.name())
              .put("arguments", call.arguments());
      case Part.ToolResult result -> result(result);
      case Part.Reasoning thought -> reasoning(thought, at);
      // OpenAI caches by itself
      case Part.CachePoint _ -> {}
      case Part.Text _, Part.Media _, Part.Refusal _ ->
          throw new IllegalArgumentException("content is no item");
    }
  }

  private void reasoning(Part.Reasoning thought, String at) {
    ReasoningState state = thought.state();
    if (state == null || !state.format().equals(ReasoningState.RESPONSES) || state.data() == null) {
      fidelity.lose(at + ".reasoning", "the model takes back only its own, encrypted thinking");
      return;
    }
    ObjectNode item = items.addObject().put("type", "reasoning");
    if (state.id() != null) {
      item.put("id", state.id());
    }
    ArrayNode summary = item.putArray("summary");
    if (!thought.text().isEmpty()) {
      summary.addObject().put("type", "summary_text").put("text", thought.text());
    }
    item.put("encrypted_content", state.data());
  }

  private void result(Part.ToolResult result) {
    ObjectNode item =
        items.addObject().put("type", "function_call_output").put("call_id", result.callId());
    boolean plain = result.content().stream().noneMatch(Part.Media.class::isInstance);
    String prefix = result.failed() ? "Error: " : "";
    if (plain) {
      item.put("output", prefix + new Message(Role.TOOL, result.content()).text());
      return;
    }
    ArrayNode output = item.putArray("output");
    if (result.failed()) {
      text(output, "input_text", prefix.strip());
    }
    for (Part part : result.content()) {
      if (isContent(part)) {
        content(output, part, Role.TOOL);
      }
    }
  }

  private static void content(ArrayNode content, Part part, Role role) {
    switch (part) {
      case Part.Text text -> {
        if (!text.text().isEmpty()) {
          text(content, role == Role.ASSISTANT ? "output_text" : "input_text", text.text());
        }
      }
      case Part.Refusal refusal ->
          content.addObject().put("type", "refusal").put("refusal", refusal.text());
      case Part.Media media -> media(content.addObject(), media);
      case Part.ToolCall _, Part.ToolResult _, Part.Reasoning _, Part.CachePoint _ ->
          throw new IllegalArgumentException("an item is no content");
    }
  }

  private static void text(ArrayNode content, String type, String text) {
    content.addObject().put("type", type).put("text", text);
  }

  private static void media(ObjectNode node, Part.Media media) {
    switch (media.kind()) {
      case IMAGE ->
          node.put("type", "input_image")
              .put("image_url", address(media, "image/png"))
              .put("detail", media.detail() == null ? "auto" : media.detail());
      case AUDIO -> {
        String type = String.valueOf(media.mediaType());
        node.put("type", "input_audio")
            .putObject("input_audio")
            .put("data", audio(media.base64()))
            .put("format", type.endsWith("mpeg") || type.endsWith("mp3") ? "mp3" : "wav");
      }
      case DOCUMENT -> {
        node.put("type", "input_file");
        if (media.base64() == null) {
          node.put("file_url", media.url());
        } else {
          node.put("filename", media.name() == null ? "document.pdf" : media.name())
              .put("file_data", address(media, "application/pdf"));
        }
      }
    }
  }

  private static String address(Part.Media media, String usualType) {
    if (media.base64() == null) {
      return String.valueOf(media.url());
    }
    String type = media.mediaType() == null ? usualType : media.mediaType();
    return "data:" + type + ";base64," + media.base64();
  }

  private static String audio(@Nullable String base64) {
    if (base64 == null) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "The provider takes audio only inline, not as a URL; send it as base64.");
    }
    return base64;
  }
}

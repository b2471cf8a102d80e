package io.llmgw.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of a message, in the order it was said. */
public sealed interface Part {

  record Text(String text) implements Part {}

  /**
   * An image or another file.
   *
   * @param mediaType such as {@code image/png}; null when only a URL is known
   * @param base64 the bytes, or null when {@code url} is set
   * @param url a http(s) URL, or null when {@code base64} is set
   * @param name file name, if the client gave one
   * @param detail OpenAI's {@code detail} hint for images
   */
  record Media(
      MediaKind kind,
      @Nullable String mediaType,
      @Nullable String base64,
      @Nullable String url,
      @Nullable String name,
      @Nullable String detail)
      implements Part {}

  /** Thinking of the model, with the provider's signature when it has to be sent back unchanged. */
  record Reasoning(String text, @Nullable String signature) implements Part {}

  /** A call of a tool; {@code arguments} is the raw JSON text the model wrote. */
  record ToolCall(String id, String name, String arguments) implements Part {}

  /** The result of the call with that id. */
  record ToolResult(String callId, @Nullable String name, List<Part> content, boolean failed)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  record Refusal(String text) implements Part {}

  enum MediaKind {
    IMAGE,
    AUDIO,
    DOCUMENT
  }
}

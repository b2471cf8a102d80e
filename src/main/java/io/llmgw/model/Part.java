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

  /**
   * Thinking of the model.
   *
   * @param text empty when the provider keeps it to itself and only gives a state
   * @param state what the provider wants back with it, null for nothing
   */
  record Reasoning(String text, @Nullable ReasoningState state) implements Part {}

  /**
   * A call of a tool.
   *
   * @param arguments the raw JSON text the model wrote
   * @param state what the provider wants back with the call, null for nothing
   */
  record ToolCall(String id, String name, String arguments, @Nullable ReasoningState state)
      implements Part {
    public ToolCall(String id, String name, String arguments) {
      this(id, name, arguments, null);
    }
  }

  /** The result of the call with that id. */
  record ToolResult(String callId, @Nullable String name, List<Part> content, boolean failed)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  record Refusal(String text) implements Part {}

  /**
   * The prompt up to here is worth caching, for providers that want to be told.
   *
   * @param ttl how long, such as {@code 5m} or {@code 1h}; null for the provider's default
   */
  record CachePoint(@Nullable String ttl) implements Part {}

  enum MediaKind {
    IMAGE,
    AUDIO,
    DOCUMENT
  }
}

package io.llmgw.chat;

import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says before a question is sent that the model cannot take it. */
final class Capabilities {
  /** Guesses of tokens are wrong by so much, as a share of the window. */
  private static final int TOLERANCE = 10;

  private Capabilities() {}

  /**
   * Looks at the kinds of the files.
   *
   * @throws ChatException when the model is known not to take one
   */
  static void check(List<Attachment> attachments, String name, ChatBackend backend) {
    List<String> lacks = backend.model(name).map(Model::lacks).orElse(List.of());
    for (Attachment attachment : attachments) {
      String needed = attachment.needs();
      if (needed != null && lacks.contains(needed)) {
        throw new ChatException(
            ErrorKind.NOT_FOUND,
            "%s cannot %s, and %s is %s"
                .formatted(name, verb(needed), attachment.name(), attachment.type()),
            "choose another model, or leave the file out");
      }
    }
  }

  private static String verb(String needed) {
    return switch (needed) {
      case Model.VISION -> "see";
      case Model.AUDIO -> "hear";
      default -> "read documents";
    };
  }

  /**
   * Looks at the length.
   *
   * @throws ChatException when the question is certainly longer than the model's window
   */
  static void checkLength(ChatRequest request, ChatBackend backend) {
    Optional<Model> model = backend.model(request.model());
    @Nullable Long window = model.map(Model::context).orElse(null);
    long tokens = Estimate.of(request, backend).inputTokens();
    if (window != null && tokens > window + window / TOLERANCE) {
      throw new ChatException(
          ErrorKind.CONTEXT_LENGTH,
          "this is about %d tokens, and %s takes %d".formatted(tokens, request.model(), window),
          "leave something out, choose a model with a larger window, or /compact the chat");
    }
  }
}

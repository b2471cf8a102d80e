package io.llmgw.cli;

import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Session;
import io.llmgw.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of conversations, opened by whoever needs it first: loading its library is a fifth of
 * the time until the first prompt. A failure to open it is the failure of what needs it.
 */
final class OpeningStore implements ConversationStore {
  private final FutureTask<ConversationStore> task;
  private final AtomicBoolean begun = new AtomicBoolean();

  OpeningStore(Supplier<ConversationStore> open) {
    this.task = new FutureTask<>(open::get);
  }

  /** Opens it beside what is going on, before it is needed. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("llmgw-chat-store").start(task);
    }
  }

  private ConversationStore store() {
    if (begun.compareAndSet(false, true)) {
      task.run();
    }
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

  @Override
  public boolean keeps() {
    return store().keeps();
  }

  @Override
  public void save(Session session, List<Entry> entries) {
    store().save(session, entries);
  }

  @Override
  public void remove(String session, List<String> entries) {
    store().remove(session, entries);
  }

  @Override
  public Optional<Kept> load(String session) {
    return store().load(session);
  }

  @Override
  public List<Summary> list(int most) {
    return store().list(most);
  }

  @Override
  public List<Hit> search(String words, @Nullable String session, int most) {
    return store().search(words, session, most);
  }

  @Override
  public boolean delete(String session) {
    return store().delete(session);
  }

  @Override
  public void close() {
    if (begun.compareAndSet(false, true)) {
      task.cancel(false);
      return;
    }
    try {
      store().close();
    } catch (StoreException _) {
      // it could not be opened, which was told then
    }
  }
}

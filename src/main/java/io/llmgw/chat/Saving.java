package io.llmgw.chat;

import io.llmgw.model.GatewayException;
import java.util.List;
import java.util.function.Consumer;

/** Writes to the store until that fails; then says so once, and the chat goes on without. */
public final class Saving {
  private final Consumer<String> warning;
  private final boolean writes;
  private ConversationStore store;

  /**
   * @param warning told when chats can no longer be saved
   */
  public Saving(ConversationStore store, Consumer<String> warning) {
    this(store, warning, true);
  }

  private Saving(ConversationStore store, Consumer<String> warning, boolean writes) {
    this.store = store;
    this.warning = warning;
    this.writes = writes;
  }

  /** Reads what is kept and writes nothing. */
  public static Saving nothing(ConversationStore store) {
    return new Saving(store, _ -> {}, false);
  }

  /** The store to read from. */
  public ConversationStore store() {
    return store;
  }

  /** Whether what is said is kept. */
  public boolean keeps() {
    return writes && store.keeps();
  }

  void keep(Session session, List<Entry> entries) {
    attempt(() -> store.save(session, entries));
  }

  void remove(Session session, List<Entry> entries) {
    attempt(() -> store.remove(session.id(), entries.stream().map(Entry::id).toList()));
  }

  private void attempt(Runnable write) {
    if (!writes) {
      return;
    }
    try {
      write.run();
    } catch (GatewayException e) {
      store = ConversationStore.none();
      warning.accept("this chat is no longer saved: " + e.text());
    }
  }
}

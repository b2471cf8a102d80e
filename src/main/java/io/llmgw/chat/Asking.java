package io.llmgw.chat;

import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question of a chat on its way. {@link #run} may be called on a thread of its own; everything
 * else belongs to the thread of the chat.
 */
public final class Asking {
  private static final long PAUSE = 1_000_000_000L;

  private final Chat chat;
  private final String parent;
  private final Turn turn;
  private final String id = Ids.next();
  private long written = System.nanoTime();

  Asking(Chat chat, String parent, Turn turn) {
    this.chat = chat;
    this.parent = parent;
    this.turn = turn;
  }

  /** The name the answer will have in the conversation. */
  public String id() {
    return id;
  }

  public Turn turn() {
    return turn;
  }

  /** Asks and reads to the end; see {@link Turn#run}. */
  public Outcome run(Consumer<StreamEvent> listener) {
    return turn.run(listener);
  }

  /** Writes down what has come so far, at most once in a second. */
  public void checkpoint() {
    long now = System.nanoTime();
    if (now - written < PAUSE) {
      return;
    }
    Entry entry = entry();
    if (!entry.parts().isEmpty()) {
      written = now;
      chat.checkpoint(entry);
    }
  }

  /**
   * Makes the answer part of the conversation, when the turn is over.
   *
   * @param goOn whether the talk goes on from it
   * @return null when there is no answer; then the question stays, to be asked again
   */
  public @Nullable Entry finish(boolean goOn) {
    Entry entry = entry();
    if (entry.parts().isEmpty()) {
      return null;
    }
    chat.take(entry, goOn);
    return entry;
  }

  private Entry entry() {
    return new Entry(id, parent, Role.ASSISTANT, turn.parts(), Instant.now(), turn.outcome());
  }
}

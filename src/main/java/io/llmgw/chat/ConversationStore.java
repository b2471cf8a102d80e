package io.llmgw.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where conversations are kept. What was given to a method that returned is there after a crash.
 * Every method throws {@link io.llmgw.model.GatewayException} when the store cannot do its work.
 * Thread-safe.
 */
public interface ConversationStore extends AutoCloseable {

  /** A conversation as it was kept. */
  record Kept(Session session, Conversation conversation) {}

  /** A line of the list of conversations. */
  record Summary(
      String id, String title, String model, int messages, double costUsd, Instant updated) {}

  /**
   * A message in which the words were found.
   *
   * @param snippet the text around them
   */
  record Hit(String session, String title, String entry, String snippet, Instant at) {}

  /** Whether what is saved can be found again. */
  boolean keeps();

  /**
   * Creates the conversation's head, or changes it, and adds messages, or replaces those with their
   * ids: all of it or nothing.
   */
  void save(Session session, List<Entry> entries);

  /** Forgets messages, also in the search. */
  void remove(String session, List<String> entries);

  Optional<Kept> load(String session);

  /** The newest first. */
  List<Summary> list(int most);

  /**
   * The messages that hold all the words, the best first.
   *
   * @param session only in this conversation; null for all of them
   */
  List<Hit> search(String words, @Nullable String session, int most);

  /** Forgets a conversation; whether there was one. */
  boolean delete(String session);

  @Override
  void close();

  /** Keeps nothing. */
  static ConversationStore none() {
    return new NoStore();
  }
}

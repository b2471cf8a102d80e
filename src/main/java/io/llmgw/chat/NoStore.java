package io.llmgw.chat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps nothing: for chats that nobody wants to find again, and when the disk does not want to. */
final class NoStore implements ConversationStore {
  @Override
  public boolean keeps() {
    return false;
  }

  @Override
  public void save(Session session, List<Entry> entries) {}

  @Override
  public void remove(String session, List<String> entries) {}

  @Override
  public Optional<Kept> load(String session) {
    return Optional.empty();
  }

  @Override
  public List<Summary> list(int most) {
    return List.of();
  }

  @Override
  public List<Hit> search(String words, @Nullable String session, int most) {
    return List.of();
  }

  @Override
  public boolean delete(String session) {
    return false;
  }

  @Override
  public void close() {}
}

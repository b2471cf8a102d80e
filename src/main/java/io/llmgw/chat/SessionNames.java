package io.llmgw.chat;

import io.llmgw.chat.ConversationStore.Kept;
import io.llmgw.chat.ConversationStore.Summary;
import io.llmgw.model.ErrorKind;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Finds the conversation people mean, and says in a line what it is. */
public final class SessionNames {
  private static final int MOST = 1_000;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private SessionNames() {}

  /**
   * The conversation with that id, its beginning, that title or a part of it, or that number in the
   * list.
   *
   * @throws ChatException when there is none, or there are several
   */
  public static Kept find(String typed, ConversationStore store) {
    List<Summary> all = store.list(MOST);
    String wanted = typed.toLowerCase(Locale.ROOT);
    List<Summary> found = all.stream().filter(one -> one.id().equals(typed)).toList();
    if (found.isEmpty() && typed.matches("[0-9]{1,4}")) {
      int n = Integer.parseInt(typed);
      found = n >= 1 && n <= all.size() ? List.of(all.get(n - 1)) : List.of();
    }
    if (found.isEmpty()) {
      found =
          all.stream()
              .filter(one ->
                  one.id().startsWith(wanted)
                      || one.title().toLowerCase(Locale.ROOT).contains(wanted))
              .toList();
    }
    if (found.size() > 1) {
      throw new ChatException(
          ErrorKind.NOT_FOUND,
          "'%s' may be any of %d chats".formatted(typed, found.size()),
          "use an id: " + found.getFirst().id() + ", " + found.get(1).id());
    }
    return found.stream()
        .findFirst()
        .flatMap(one -> store.load(one.id()))
        .orElseThrow(() ->
            new ChatException(
                ErrorKind.NOT_FOUND,
                "there is no chat '%s'".formatted(typed),
                "llmgw chat sessions list"));
  }

  /** Id, day, size and title. */
  public static String line(Summary one) {
    return "%s  %s  %s".formatted(one.id(), details(one), one.title());
  }

  public static String details(Summary one) {
    String day = DAY.format(one.updated().atZone(ZoneId.systemDefault()));
    return "%s  %3d messages  %s".formatted(day, one.messages(), one.model());
  }
}

package io.llmgw.chat.command;

import static io.llmgw.chat.command.SlashCommand.Group.SESSION;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.ConversationStore.Hit;
import io.llmgw.chat.ConversationStore.Kept;
import io.llmgw.chat.ConversationStore.Summary;
import io.llmgw.chat.Entry;
import io.llmgw.chat.SessionNames;
import java.util.List;
import java.util.OptionalInt;

/** Commands about the conversations that are kept. */
final class SessionCommands {
  private static final int MOST = 30;
  private static final int SHOWN_AGAIN = 4;

  private SessionCommands() {}

  static List<SlashCommand> all() {
    return List.of(
        SlashCommand.of(
                "new", SESSION, "[title]", "begin anew; this chat is kept", SessionCommands::begin)
            .or("clear", "reset"),
        SlashCommand.of(
                "sessions",
                SESSION,
                "[words]",
                "list chats, or find words in all of them",
                SessionCommands::list)
            .or("chats"),
        SlashCommand.of(
                "resume", SESSION, "[id|title|n]", "go on with a chat", SessionCommands::resume)
            .or("load")
            .completing(SessionCommands::ids),
        SlashCommand.of(
                "rename", SESSION, "title", "give this chat a title", SessionCommands::rename)
            .or("title"),
        SlashCommand.of(
            "search", SESSION, "words", "find words in this chat", SessionCommands::search),
        SlashCommand.of(
                "delete",
                SESSION,
                "[id|turn n]",
                "forget a chat, or one turn of this one",
                SessionCommands::delete)
            .completing(SessionCommands::ids));
  }

  private static List<String> ids(Talk talk) {
    return store(talk).list(MOST).stream().map(each -> each.id() + "\t" + each.title()).toList();
  }

  private static ConversationStore store(Talk talk) {
    return talk.chat().saving().store();
  }

  private static void begin(Talk talk, String title) {
    talk.chat().renew(title);
    talk.screen().note("a new chat");
  }

  private static void list(Talk talk, String words) {
    if (!words.isEmpty()) {
      hits(talk, store(talk).search(words, null, MOST), words, true);
      return;
    }
    List<Summary> kept = store(talk).list(MOST);
    if (kept.isEmpty()) {
      talk.screen().note("no chats are kept yet");
    }
    for (int i = 0; i < kept.size(); i++) {
      talk.screen().say("%2d  %s".formatted(i + 1, SessionNames.line(kept.get(i))));
    }
  }

  private static void hits(Talk talk, List<Hit> hits, String words, boolean titles) {
    if (hits.isEmpty()) {
      talk.screen().note("'%s' was not found".formatted(words));
    }
    for (Hit hit : hits) {
      String where = titles ? hit.session() + "  " + hit.title() + "\n    " : "";
      talk.screen().say(where + hit.snippet().replaceAll("\\s+", " "));
    }
  }

  private static void search(Talk talk, String words) {
    if (words.isEmpty()) {
      throw ChatException.wrong("no words to find", "/search budget");
    }
    hits(talk, store(talk).search(words, talk.chat().session().id(), MOST), words, false);
  }

  private static void resume(Talk talk, String argument) {
    if (!argument.isEmpty()) {
      resume(talk, SessionNames.find(argument, store(talk)));
      return;
    }
    List<Summary> kept = store(talk).list(MOST);
    if (kept.isEmpty()) {
      throw ChatException.wrong("no chats are kept yet", null);
    }
    OptionalInt chosen =
        talk.screen()
            .pick(
                "Go on with",
                kept.stream()
                    .map(one -> new Screen.Choice(one.title(), SessionNames.details(one)))
                    .toList());
    if (chosen.isPresent()) {
      String id = kept.get(chosen.getAsInt()).id();
      resume(talk, store(talk).load(id).orElseThrow());
    }
  }

  /** Goes on with a chat and shows where it was. */
  static void resume(Talk talk, Kept kept) {
    Chat chat = talk.chat();
    chat.resume(kept);
    List<Entry> path = chat.conversation().path();
    int skipped = Math.max(0, path.size() - SHOWN_AGAIN);
    if (skipped > 0) {
      talk.screen().note("%d earlier messages".formatted(skipped));
    }
    talk.replay(path.subList(skipped, path.size()));
    talk.screen()
        .note("going on with '%s' (%s)".formatted(chat.session().title(), chat.session().id()));
  }

  private static void rename(Talk talk, String title) {
    if (title.isEmpty()) {
      throw ChatException.wrong("no title is given", "/rename Trip to Rome");
    }
    talk.chat().rename(title);
    talk.screen().note("this chat is '%s'".formatted(title));
  }

  private static void delete(Talk talk, String argument) {
    if (argument.matches("turn(\\s.*)?")) {
      deleteTurn(talk, argument.substring(4).strip());
      return;
    }
    Chat chat = talk.chat();
    String id =
        argument.isEmpty()
            ? chat.session().id()
            : SessionNames.find(argument, store(talk)).session().id();
    if (!talk.screen().confirm("forget the chat %s for good?".formatted(id))) {
      talk.screen().note("nothing was deleted");
      return;
    }
    store(talk).delete(id);
    if (id.equals(chat.session().id())) {
      chat.renew("");
    }
    talk.screen().note("deleted " + id);
  }

  private static void deleteTurn(Talk talk, String number) {
    Entry question = TurnCommands.question(talk.chat(), number);
    String what = TurnCommands.shortened(question.typed());
    if (!talk.screen().confirm("forget '%s' and its answer for good?".formatted(what))) {
      talk.screen().note("nothing was deleted");
      return;
    }
    int gone = talk.chat().cut(question.id()).size();
    talk.screen().note("deleted %d messages".formatted(gone));
  }
}

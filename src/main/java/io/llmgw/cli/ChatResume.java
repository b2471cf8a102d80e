package io.llmgw.cli;

import io.llmgw.chat.Chat;
import io.llmgw.chat.ChatException;
import io.llmgw.chat.ConversationStore;
import io.llmgw.chat.ConversationStore.Kept;
import io.llmgw.chat.ConversationStore.Summary;
import io.llmgw.chat.Entry;
import io.llmgw.chat.SessionNames;
import io.llmgw.chat.Settings;
import io.llmgw.model.ErrorKind;
import java.util.List;

/** Goes on with the conversation the flags name. */
final class ChatResume {
  private ChatResume() {}

  /** Whether the flags name one. */
  static boolean wanted(ChatFlags flags) {
    return flags.continued
        || flags.fork != null
        || (flags.resume != null && !flags.resume.isEmpty());
  }

  /**
   * Goes on with it, or leaves a new one as it is.
   *
   * @param discovery looks for models, when the one of that conversation is not known yet
   */
  static void apply(ChatFlags flags, Chat chat, Runnable discovery) {
    ConversationStore store = chat.saving().store();
    Settings asked = chat.settings();
    if (flags.continued) {
      resume(last(store), chat, discovery);
    } else if (flags.resume != null && !flags.resume.isEmpty()) {
      resume(flags.resume, chat, discovery);
    } else if (flags.fork != null) {
      fork(flags.fork, chat, flags.title == null ? "" : flags.title, discovery);
    }
    Settings settings = flags.models.isEmpty() ? chat.settings() : asked;
    boolean kept = flags.system == null && flags.role == null;
    chat.set(settings.withSystem(kept ? chat.settings().system() : asked.system()));
    if (flags.title != null && wanted(flags)) {
      chat.rename(flags.title);
    } else if (flags.title != null) {
      chat.renew(flags.title);
    }
  }

  private static void resume(String name, Chat chat, Runnable discovery) {
    Kept kept = SessionNames.find(name, chat.saving().store());
    String model = kept.session().model();
    if (!model.isEmpty() && chat.backend().model(model).isEmpty()) {
      discovery.run();
    }
    chat.resume(kept);
  }

  private static String last(ConversationStore store) {
    List<Summary> newest = store.list(1);
    if (newest.isEmpty()) {
      throw new ChatException(
          ErrorKind.NOT_FOUND, "there is no chat to go on with", "leave --continue out");
    }
    return newest.getFirst().id();
  }

  private static void fork(String text, Chat chat, String title, Runnable discovery) {
    int at = text.lastIndexOf('@');
    resume(at < 0 ? text : text.substring(0, at), chat, discovery);
    if (at >= 0) {
      upTo(text.substring(at + 1), chat);
    }
    chat.fork(title);
  }

  private static void upTo(String number, Chat chat) {
    List<Entry> questions = chat.conversation().questions();
    if (!number.matches("[1-9][0-9]{0,3}") || Integer.parseInt(number) > questions.size()) {
      throw ChatException.wrong(
          "'%s' is no turn of that chat".formatted(number),
          "a number from 1 to " + questions.size());
    }
    int turn = Integer.parseInt(number);
    chat.conversation()
        .moveTo(
            turn == questions.size() ? chat.conversation().head() : questions.get(turn).parent());
  }
}

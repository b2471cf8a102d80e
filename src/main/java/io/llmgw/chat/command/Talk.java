package io.llmgw.chat.command;

import io.llmgw.chat.Attachments;
import io.llmgw.chat.Chat;
import io.llmgw.chat.Entry;
import io.llmgw.chat.Symbols;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chat with somebody in front of it: what commands work on. Used by one thread. */
public interface Talk {

  Chat chat();

  Screen screen();

  View view();

  Attachments attachments();

  Symbols symbols();

  /** Asks a model and shows the answer as it comes; a failure is shown too. */
  void answer(Entry question, String model);

  /**
   * Asks a model without making the answer part of the conversation.
   *
   * @return its text; empty when it failed, which was shown
   */
  Optional<String> aside(Entry question);

  /**
   * Asks several models at once.
   *
   * @param blind whether to say only after {@code /pick} who answered what
   */
  void compare(Entry question, List<String> models, boolean blind);

  /** Prints what was said. */
  void replay(List<Entry> entries);

  /** Where a file of the user's is. */
  Path file(String name);

  /** The text to begin the next line with; null for none. */
  void prefill(@Nullable String text);

  /** Ends the chat after this command. */
  void leave();
}

package io.llmgw.chat.command;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Where commands print, and whom they ask. Used by the thread of the chat. */
public interface Screen {

  /** One of several things to choose from. */
  record Choice(String name, String detail) {}

  /** Lines that were asked for. */
  void say(String text);

  /** A line on what was done. */
  void note(String text);

  /** Something that is wrong, and what to do about it; null when nothing is known to help. */
  void warn(String text, @Nullable String hint);

  /** Text in Markdown. */
  void markdown(String text);

  /** Columns of a line. */
  int width();

  /** Lets the user choose; empty when nothing was chosen, or nobody is there to choose. */
  OptionalInt pick(String title, List<Choice> choices);

  /** Whether the user says yes; no when nobody is there to say it. */
  boolean confirm(String question);

  /** Whether the user wants what is going on to stop; waits a moment for that. */
  boolean interrupted();

  /** Lets the user change a text in an editor of their own; empty when nothing came of it. */
  Optional<String> edit(String text);

  /** Lets the user read a text as it is; in a pager of their own when it is longer than a page. */
  void page(String text);

  /** Puts a text on the clipboard; says how that was done. */
  String copy(String text);

  /** What is on the clipboard, best an image; empty when there is nothing, or no way to it. */
  Optional<byte[]> paste();

  /** Asks for a text that is not shown; empty when none is typed, or nobody is there. */
  Optional<String> secret(String question);

  /** Clears what is seen, not what was said. */
  void clear();
}

package io.llmgw.chat.command;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a chat is coloured. */
public enum Theme {
  /** With the 16 colours of the terminal, which its owner chose. */
  TERMINAL,
  /** With fixed colours of middle brightness, for dark and light backgrounds. */
  MUTED,
  /** Without any; Markdown keeps its marks. */
  PLAIN;

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Theme> of(String word) {
    return Stream.of(values()).filter(theme -> theme.word().equals(word)).findFirst();
  }
}

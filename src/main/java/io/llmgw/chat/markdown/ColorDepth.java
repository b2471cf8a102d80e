package io.llmgw.chat.markdown;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How many colours the terminal has, or none: then not one escape sequence is written. */
public enum ColorDepth {
  NONE,
  /** The terminal's own palette, which its owner chose to be readable, on light or dark. */
  ANSI_16,
  ANSI_256;

  /**
   * What the environment asks for: none with a non-empty {@code NO_COLOR} (<a
   * href="https://no-color.org">no-color.org</a>) or without a capable {@code TERM}, else the
   * palette of 16. 256 colours are never guessed, as they may not fit the background.
   *
   * @param environment the value of a variable, or null when it is not set
   */
  public static ColorDepth of(Function<String, @Nullable String> environment) {
    String off = environment.apply("NO_COLOR");
    String term = environment.apply("TERM");
    boolean plain = off != null && !off.isEmpty();
    boolean dumb = term == null || term.isEmpty() || term.toLowerCase(Locale.ROOT).equals("dumb");
    return plain || dumb ? NONE : ANSI_16;
  }
}

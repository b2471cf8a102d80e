package io.llmgw.chat.markdown;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which terminals are known to follow links that are hidden behind a text (OSC 8). Others would
 * show the text only, and the address would be lost; so would a multiplexer, whose outer terminal
 * is not known.
 *
 * @see <a href="https://github.com/Alhadis/OSC8-Adoption">terminals that know OSC 8</a>
 */
public final class Hyperlinks {
  private static final Set<String> PROGRAMS =
      Set.of("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio");

  /** Variables that only such a terminal sets. */
  private static final Set<String> SIGNS = Set.of("WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM");

  private static final int FIRST_VTE = 5000;

  private Hyperlinks() {}

  /**
   * Whether the terminal is one of them.
   *
   * @param environment the value of a variable, or null when it is not set
   */
  public static boolean known(Function<String, @Nullable String> environment) {
    String term = text(environment, "TERM");
    if (!text(environment, "TMUX").isEmpty()
        || term.startsWith("screen")
        || term.startsWith("tmux")) {
      return false;
    }
    return PROGRAMS.contains(text(environment, "TERM_PROGRAM"))
        || SIGNS.stream().anyMatch(name -> !text(environment, name).isEmpty())
        || term.startsWith("foot")
        || term.startsWith("alacritty")
        || number(text(environment, "VTE_VERSION")) >= FIRST_VTE;
  }

  private static String text(Function<String, @Nullable String> environment, String name) {
    String value = environment.apply(name);
    return value == null ? "" : value;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : 0;
  }
}

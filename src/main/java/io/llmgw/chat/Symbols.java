package io.llmgw.chat;

import io.llmgw.config.Environment;
import java.util.List;
import java.util.Locale;

/** The signs a terminal can show. */
public record Symbols(
    String prompt, String answer, String dot, String arrow, String full, String free, String dots) {
  public static final Symbols UNICODE = new Symbols("❯", "●", "·", "→", "▓", "░", "…");
  public static final Symbols ASCII = new Symbols(">", "*", "|", "->", "#", ".", "...");

  /** By the locale's character set; all there are when no locale is set. */
  public static Symbols of(Environment environment) {
    for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String locale = environment.text(variable);
      if (locale != null) {
        String lower = locale.toLowerCase(Locale.ROOT);
        return lower.contains("utf-8") || lower.contains("utf8") ? UNICODE : ASCII;
      }
    }
    return UNICODE;
  }
}

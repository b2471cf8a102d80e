package io.llmgw.provider.demo;

import java.util.stream.Collectors;

/**
 * Foreign text made safe to stand in a Markdown answer: bounded, and not mistaken for the answer's
 * own markup.
 */
final class Markdown {
  private Markdown() {}

  /** At most that many code points, with an ellipsis where something was left out. */
  static String bounded(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most)).stripTrailing() + "…";
  }

  static String quote(String text) {
    return text.lines()
        .map(line -> ("> " + line).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /** A code block whose fence is longer than any run of backticks in the text. */
  static String fenced(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence + "\n" + text + "\n" + fence;
  }

  /** Inline code; backticks become apostrophes, as they would end it. */
  static String code(String text) {
    return "`" + text.replace('`', '\'').replaceAll("\\s+", " ") + "`";
  }
}

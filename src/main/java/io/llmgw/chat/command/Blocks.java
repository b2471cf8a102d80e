package io.llmgw.chat.command;

import java.util.List;

/** Texts of several lines. */
public final class Blocks {
  private static final List<String> FENCES = List.of("\"\"\"", ":::");

  private Blocks() {}

  /** Whether the text is not over at the end of this line. */
  public static boolean goesOn(String text) {
    if (text.endsWith("\\") && !text.endsWith("\\\\")) {
      return true;
    }
    String stripped = text.strip();
    for (String fence : FENCES) {
      if (stripped.startsWith(fence)) {
        return stripped.length() < 2 * fence.length() || !stripped.endsWith(fence);
      }
    }
    return false;
  }

  /** The text as it is meant, without the backslashes that only asked for another line. */
  public static String joined(String text) {
    return text.replaceAll("(?<!\\\\)\\\\\\n", "\n");
  }
}

package io.llmgw.chat;

/** Puts a text into a fenced block that names where it comes from. */
public final class Fence {
  private Fence() {}

  public static String around(String name, String text) {
    String fence = longerThanAnyIn(text);
    String body = text.replace("\r\n", "\n").stripTrailing();
    return fence + name.replaceAll("[\\r\\n`]", " ") + "\n" + body + "\n" + fence;
  }

  /** So that the text cannot end the block. */
  private static String longerThanAnyIn(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence;
  }
}

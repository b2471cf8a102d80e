package io.llmgw.chat.markdown;

/** Makes the unfinished end of a text fit to be shown. */
final class TailCompletion {
  private TailCompletion() {}

  static String complete(String lines, String partial) {
    return lines + partial;
  }
}

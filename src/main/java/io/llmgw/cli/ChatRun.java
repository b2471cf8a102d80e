package io.llmgw.cli;

import java.io.PrintWriter;

/** Asks one question and prints the answer. */
final class ChatRun {
  private ChatRun() {}

  /**
   * @param out gets the answer and nothing else; flush after each piece, so that a reader who is
   *     gone is noticed
   * @param err gets everything else
   */
  @SuppressWarnings("DoNotCallSuggester") // until it is wired
  static ExitCode run(
      ChatOptions options, Surroundings surroundings, PrintWriter out, PrintWriter err) {
    throw new IllegalStateException("chat is not wired yet");
  }
}

package io.llmgw.cli;

import java.io.PrintWriter;

/** Starts the gateway and waits until it ends. */
final class ServeRun {
  private ServeRun() {}

  /**
   * @param out gets the lines that say what is served and how to connect
   * @param err gets warnings
   */
  @SuppressWarnings("DoNotCallSuggester") // until it is wired
  static ExitCode run(
      ServeOptions options, Surroundings surroundings, PrintWriter out, PrintWriter err) {
    throw new IllegalStateException("serve is not wired yet");
  }
}

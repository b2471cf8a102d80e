package io.llmgw.provider.azure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What identities need of the machine we run on. */
interface Machine {

  /** How a program ended and what it printed. */
  record Ran(int exit, String output, String errors) {}

  boolean windows();

  /**
   * Runs a program to its end.
   *
   * @throws IOException when it is not installed, or did not end in time and was killed
   */
  Ran run(List<String> command, Duration limit) throws IOException;

  /** The folder where the agent of Azure Arc puts its challenge files. */
  Path arcTokens();
}

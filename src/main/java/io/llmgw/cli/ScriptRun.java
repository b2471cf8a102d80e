package io.llmgw.cli;

/** Runs the lines of a file as if they were typed. */
final class ScriptRun {
  private ScriptRun() {}

  static ExitCode run(
      ChatFlags flags, SharedOptions shared, Surroundings surroundings, ChatScreen screen) {
    throw new CommandException(ExitCode.USAGE, "scripts cannot be run yet", null);
  }
}

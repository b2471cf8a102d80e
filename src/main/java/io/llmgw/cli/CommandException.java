package io.llmgw.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot go on, for a reason its user can do something about. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final @Nullable String hint;

  /**
   * @param message what is wrong, for people
   * @param hint what to do, best a command that can be pasted
   */
  CommandException(ExitCode exit, String message, @Nullable String hint) {
    super(message);
    this.exit = exit;
    this.hint = hint;
  }

  ExitCode exit() {
    return exit;
  }

  @Nullable String hint() {
    return hint;
  }
}

package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code llmgw completion SHELL}: prints the script that completes commands and options in a shell.
 */
@Command(
    name = "completion",
    hidden = true,
    sortOptions = false,
    description = "Print the completion script of a shell.")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(shell.script(spec.root()));
    return ExitCode.OK.number();
  }
}

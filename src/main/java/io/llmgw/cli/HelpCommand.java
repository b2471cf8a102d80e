package io.llmgw.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw help [COMMAND...]}: the same as {@code llmgw COMMAND --help}. */
@Command(name = "help", sortOptions = false, description = "Show the help of a command.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, by its words.")
  private List<String> path = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String word : path) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(
            spec.root().commandLine(), "There is no command '%s'".formatted(word));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
    return ExitCode.OK.number();
  }
}

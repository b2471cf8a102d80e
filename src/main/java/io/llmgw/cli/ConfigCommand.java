package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw config}: the short help of what can be done about the configuration. */
@Command(
    name = "config",
    sortOptions = false,
    description = "Write, check or show the configuration.")
final class ConfigCommand implements Callable<Integer> {
  private static final String SHORT_HELP =
      """
      llmgw config is about the configuration file.

        llmgw config init      write a commented file to start from
        llmgw config check     tell everything that is wrong with it
        llmgw config show      print what is in force, and where each value comes from
        llmgw config schema    print the JSON Schema of the file, for editors
        llmgw config --help    everything else
      """;

  @Spec private CommandSpec spec;

  private ConfigCommand() {}

  /** The command with those below it. */
  static CommandLine tree(SharedOptions shared, Surroundings surroundings) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigInitCommand(shared, surroundings))
        .addSubcommand(new ConfigCheckCommand(shared, surroundings))
        .addSubcommand(new ConfigShowCommand(shared, surroundings))
        .addSubcommand(new ConfigSchemaCommand());
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(SHORT_HELP);
    return ExitCode.OK.number();
  }
}

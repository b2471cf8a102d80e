package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code llmgw config check}: everything that is wrong with the configuration. */
@Command(
    name = "check",
    sortOptions = false,
    description = "Tell everything that is wrong with the configuration; calls no provider.",
    footer = {
      "",
      "Ends with 0 when llmgw can serve it, also with warnings, and with 3 when it cannot.",
      "",
      "Examples:",
      "  llmgw config check",
      "  llmgw config check router-config.yaml --strict"
    })
final class ConfigCheckCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private ConfigFileArgument file;

  @Option(
      names = "--strict",
      order = 1,
      description = "Count keys and models that would be ignored as errors.")
  private boolean strict;

  ConfigCheckCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var command = spec.commandLine();
    var check = ConfigCheck.of(surroundings, file.request(shared).withStrict(strict));
    if (shared.output == OutputFormat.TEXT) {
      check.printText(command.getOut(), command.getColorScheme().ansi(), shared.quiet);
    } else {
      check.printJson(command.getOut());
    }
    return (check.ok() ? ExitCode.OK : ExitCode.CONFIGURATION).number();
  }
}

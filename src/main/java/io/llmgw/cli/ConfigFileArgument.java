package io.llmgw.cli;

import io.llmgw.config.ConfigRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which configuration a command reads: the file named as its argument or by {@code --config}. */
final class ConfigFileArgument {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The same as --config: instead of ./llmgw.yaml or the user's own.")
  private @Nullable Path file;

  /** What to load; the usual places are searched when no file is named. */
  ConfigRequest request(SharedOptions shared) {
    if (file != null && shared.config != null) {
      throw new ParameterException(
          command.commandLine(), "FILE and --config are the same: name one configuration");
    }
    Path named = file == null ? shared.config : file;
    return named == null ? ConfigRequest.DEFAULT : ConfigRequest.DEFAULT.withFile(named);
  }
}

package io.llmgw.cli;

import io.llmgw.config.ProviderSecrets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw keys remove}: a provider's key that is not kept any more. */
@Command(
    name = "remove",
    aliases = "rm",
    sortOptions = false,
    description = "Forget the stored key of a provider.",
    footer = {"", "Examples:", "  llmgw keys remove openai --yes"})
final class KeysRemoveCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROVIDER", description = "Such as openai, or a variable's name.")
  private String provider = "";

  @Option(
      names = {"-y", "--yes"},
      order = 1,
      description = "Do not ask.")
  private boolean yes;

  KeysRemoveCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ProviderName.requireHere(shared);
    ProviderSecrets secrets = ProviderSecrets.of(surroundings.environment());
    String variable = ProviderName.variable(provider);
    if (!secrets.storages().containsKey(variable)) {
      throw KeysGetCommand.missing(provider, secrets);
    }
    new Confirmation(shared, surroundings, spec.commandLine())
        .require(yes, "Forget " + variable + "?");
    secrets.remove(variable);
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(
          spec.commandLine().getOut(), json -> json.writeStringProperty("removed", variable));
    } else if (!shared.quiet) {
      spec.commandLine().getOut().println("removed " + variable + " from " + secrets.file());
    }
    return ExitCode.OK.number();
  }
}

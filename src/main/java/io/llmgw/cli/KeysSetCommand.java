package io.llmgw.cli;

import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw keys set}: a provider's key, kept in a file only its owner may read. */
@Command(
    name = "set",
    sortOptions = false,
    description = {
      "Store the key of a provider, for serve, chat and test.",
      "Without a flag it is asked for, and not shown."
    },
    footer = {
      "",
      "Variables of the environment and of .env win over what is stored.",
      "",
      "Examples:",
      "  llmgw keys set openai",
      "  llmgw keys set anthropic --from-command 'pass show anthropic'",
      "  cat key.txt | llmgw keys set azure -"
    })
final class KeysSetCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private SecretInput input;

  @Parameters(
      index = "0",
      paramLabel = "PROVIDER",
      description = "Such as openai or azure, or the name of a variable.")
  private String provider = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "-",
      description = "Read it from the standard input.")
  private @Nullable String dash;

  KeysSetCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    String variable = ProviderName.variable(provider);
    if (dash != null && !dash.equals("-")) {
      // it may be the key itself, so it is not repeated
      throw new CommandException(
          ExitCode.USAGE,
          "a key on the command line is seen by everyone on this machine",
          "llmgw keys set " + provider);
    }
    Secret secret = input.read(provider, dash != null, shared.noInput, surroundings);
    ProviderSecrets secrets = ProviderSecrets.of(surroundings.environment());
    secrets.put(Map.of(variable, secret));
    var command = spec.commandLine();
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(
          command.getOut(),
          json -> {
            json.writeStringProperty("name", variable);
            json.writeStringProperty("key_name", secret.masked());
            json.writeStringProperty("file", secrets.file().toString());
          });
    } else if (!shared.quiet) {
      command.getOut().println("stored " + variable + " in " + secrets.file());
    }
    if (surroundings.variable(variable) != null && !shared.quiet) {
      command.getErr().println("note: the variable " + variable + " is set, and wins over it");
    }
    return ExitCode.OK.number();
  }
}

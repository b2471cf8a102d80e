package io.llmgw.cli;

import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw keys get}: a provider's key that is stored, masked. */
@Command(
    name = "get",
    sortOptions = false,
    description = "Show the stored key of a provider, masked.",
    footer = {"", "Examples:", "  llmgw keys get openai", "  llmgw keys get openai --reveal --yes"})
final class KeysGetCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROVIDER", description = "Such as openai, or a variable's name.")
  private String provider = "";

  @Option(
      names = "--reveal",
      order = 1,
      description = "Show all of it, to a terminal; elsewhere only with --yes.")
  private boolean reveal;

  @Option(
      names = {"-y", "--yes"},
      order = 2,
      description = "Reveal it wherever it goes.")
  private boolean yes;

  KeysGetCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ProviderName.requireHere(shared);
    ProviderSecrets secrets = ProviderSecrets.of(surroundings.environment());
    String variable = ProviderName.variable(provider);
    Secret secret = secrets.get(variable);
    if (secret == null) {
      throw missing(provider, secrets);
    }
    boolean json = shared.output != OutputFormat.TEXT;
    if (reveal && (json || (!surroundings.tty().out() && !yes))) {
      throw new CommandException(
          ExitCode.USAGE,
          json ? "JSON never carries a key" : "the output is no terminal",
          "llmgw keys get " + provider + " --reveal --yes");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonObjects.print(
          out,
          object -> {
            object.writeStringProperty("name", variable);
            object.writeStringProperty("key_name", secret.masked());
            object.writeStringProperty("file", secrets.file().toString());
          });
    } else {
      out.println(reveal ? secret.reveal() : secret.masked());
    }
    return ExitCode.OK.number();
  }

  static CommandException missing(String provider, ProviderSecrets secrets) {
    return new CommandException(
        ExitCode.MODEL,
        "no key of %s is stored in %s".formatted(provider, secrets.file()),
        "llmgw keys set " + provider);
  }
}

package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw keys}: the short help of what can be done about keys. */
@Command(
    name = "keys",
    sortOptions = false,
    description = "Manage the keys of clients, and the keys of providers.")
final class KeysCommand implements Callable<Integer> {
  private static final String SHORT_HELP =
      """
      llmgw keys is about two kinds of keys.

      Those of clients, which callers of the gateway send:
        llmgw keys create      make one; its secret is shown once
        llmgw keys list        list those of both kinds
        llmgw keys show        tell all about one
        llmgw keys update      change what one may do
        llmgw keys rotate      give one another secret
        llmgw keys revoke      take one away for good

      Those of providers, which the gateway sends:
        llmgw keys set         store one
        llmgw keys get         show one, masked
        llmgw keys remove      forget one
        llmgw keys import      store those of the environment or of a file
        llmgw keys rotate      put a new one in force, and keep the old one until confirmed
        llmgw keys path        where all of them are

        llmgw keys --help      everything else
      """;

  @Spec private CommandSpec spec;

  private KeysCommand() {}

  /** The command with those below it. */
  static CommandLine tree(SharedOptions shared, Surroundings surroundings) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysCreateCommand(shared, surroundings))
        .addSubcommand(new KeysListCommand(shared, surroundings))
        .addSubcommand(new KeysShowCommand(shared, surroundings))
        .addSubcommand(new KeysUpdateCommand(shared, surroundings))
        .addSubcommand(new KeysRotateCommand(shared, surroundings))
        .addSubcommand(new KeysRevokeCommand(shared, surroundings))
        .addSubcommand(new KeysSetCommand(shared, surroundings))
        .addSubcommand(new KeysGetCommand(shared, surroundings))
        .addSubcommand(new KeysRemoveCommand(shared, surroundings))
        .addSubcommand(new KeysImportCommand(shared, surroundings))
        .addSubcommand(new KeysPathCommand(shared, surroundings));
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(SHORT_HELP);
    return ExitCode.OK.number();
  }
}

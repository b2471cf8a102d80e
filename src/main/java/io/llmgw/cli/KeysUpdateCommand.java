package io.llmgw.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys update}: what a client's key may do from now on. */
@Command(
    name = "update",
    sortOptions = false,
    description = "Change what a client's key may do; what is not named stays as it is.",
    footer = {
      "",
      "Examples:",
      "  llmgw keys update ci --rpm 120 --tpm none",
      "  llmgw keys update ci --block"
    })
final class KeysUpdateCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;
  @Mixin private KeyOptions options;

  @Parameters(paramLabel = "KEY", description = "Its name, id or token.")
  private String key = "";

  @Option(
      names = {"-n", "--name"},
      order = 1,
      paramLabel = "NAME",
      description = "Another name.")
  private @Nullable String name;

  @Option(
      names = "--block",
      order = 20,
      negatable = true,
      description = "Refuse it for now, or accept it again.")
  private @Nullable Boolean block;

  KeysUpdateCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode request = options.fields();
    if (name != null) {
      request.put("key_alias", name);
    }
    if (block != null) {
      request.put("blocked", block);
    }
    if (request.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "nothing to change was named", "llmgw keys update --help");
    }
    request.put("key", key);
    ObjectNode after = desks.with(desk -> desk.update(request));
    new KeyPrinter(spec.commandLine(), shared).whole(after);
    return ExitCode.OK.number();
  }
}

package io.llmgw.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys create}: a new key for a client. */
@Command(
    name = "create",
    sortOptions = false,
    description = "Make a key for a client. Its secret is printed once, and kept nowhere.",
    footer = {
      "",
      "Examples:",
      "  llmgw keys create --name ci --models 'gpt-*' --rpm 60 --expires 30d",
      "  llmgw keys create --name laptop --server http://gateway.lan:4000"
    })
final class KeysCreateCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;
  @Mixin private KeyOptions options;

  @Option(
      names = {"-n", "--name"},
      order = 1,
      paramLabel = "NAME",
      description = "What people call it; no two keys share a name.")
  private @Nullable String name;

  KeysCreateCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode request = options.fields();
    if (name != null) {
      request.put("key_alias", name);
    }
    KeyPrinter printer = new KeyPrinter(spec.commandLine(), shared);
    desks.with(desk -> {
      printer.secret(desk.generate(request), "made in " + desk.place());
      return true;
    });
    String note = desks.noteAboutMasterKey();
    if (note != null) {
      printer.note(note);
    }
    return ExitCode.OK.number();
  }
}

package io.llmgw.cli;

import io.llmgw.app.KeyDesk;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys revoke}: the end of a client's key. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = "Take a client's key away for good.",
    footer = {"", "Examples:", "  llmgw keys revoke ci --yes"})
final class KeysRevokeCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KEY", description = "Its name, id or token.")
  private String key = "";

  @Option(
      names = {"-y", "--yes"},
      order = 1,
      description = "Do not ask.")
  private boolean yes;

  KeysRevokeCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() {
    KeyPrinter printer = new KeyPrinter(spec.commandLine(), shared);
    desks.with(desk -> {
      revoke(desk, printer);
      return true;
    });
    return ExitCode.OK.number();
  }

  private void revoke(KeyDesk desk, KeyPrinter printer) {
    String token = desk.info(key).path("key").asString();
    Confirmation confirmation = new Confirmation(shared, surroundings, spec.commandLine());
    confirmation.require(yes, "Take the key '" + key + "' away for good?");
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putArray("keys").add(token);
    printer.done(desk.delete(request), "revoked " + key);
  }
}

package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys show}: all about one client's key, except its secret. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Tell all about a client's key, except its secret, which nobody knows.",
    footer = {"", "Examples:", "  llmgw keys show ci"})
final class KeysShowCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KEY", description = "Its name, id or token.")
  private String key = "";

  KeysShowCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode answer = desks.with(desk -> desk.info(key));
    new KeyPrinter(spec.commandLine(), shared).whole(answer.path("info"));
    return ExitCode.OK.number();
  }
}

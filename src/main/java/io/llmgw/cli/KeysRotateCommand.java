package io.llmgw.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys rotate}: another secret for a client's key. */
@Command(
    name = "rotate",
    sortOptions = false,
    description = "Give a client's key another secret, which is printed once.",
    footer = {"", "Examples:", "  llmgw keys rotate ci --grace 24h"})
final class KeysRotateCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KEY", description = "Its name, id or token.")
  private String key = "";

  @Option(
      names = "--grace",
      order = 1,
      paramLabel = "TIME",
      description = "How long the old secret is good for, such as 24h; else it ends at once.")
  private @Nullable String grace;

  KeysRotateCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("key", key);
    if (grace != null) {
      request.put("grace_period", grace);
    }
    ObjectNode made = desks.with(desk -> desk.regenerate(request));
    String until = made.path("old_key_expires").asString("");
    new KeyPrinter(spec.commandLine(), shared)
        .secret(
            made,
            until.isEmpty() ? "the old secret is over" : "the old secret is good until " + until);
    return ExitCode.OK.number();
  }
}

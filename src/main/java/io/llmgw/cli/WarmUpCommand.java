package io.llmgw.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code llmgw warm-up}: runs what users run, into nowhere. The launcher calls it when it makes its
 * class archive: what is not loaded here is loaded slowly later.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Load the classes that the class archive is to hold.")
final class WarmUpCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  WarmUpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    run("--help");
    run("chat", "--help", "--color", "always");
    run("--paths", "--json");
    run("an-unknown-command");
    return ExitCode.OK.number();
  }

  private void run(String... args) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    int _ = new Llmgw(surroundings, nowhere, nowhere).execute(args);
  }
}

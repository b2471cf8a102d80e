package io.llmgw.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code llmgw warm-up}: does once what users do, with nothing of theirs and within this machine.
 * The launcher calls it when it makes its class archive: what is not loaded here is loaded slowly
 * later.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Load the classes that the class archive is to hold.")
final class WarmUpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return new WarmUpRun(spec.commandLine().getErr()).run().number();
  }
}

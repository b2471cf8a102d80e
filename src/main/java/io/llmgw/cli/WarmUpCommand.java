package io.llmgw.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code llmgw warm-up}: runs what users run, into nowhere. The launcher calls it when it makes its
 * class archive: what is not loaded here is loaded slowly later. It always succeeds in time, because
 * an archive that lacks some classes is better than none; {@code --debug} tells what went wrong.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Load the classes that the class archive is to hold.")
final class WarmUpCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final SharedOptions shared;

  @Spec private CommandSpec spec;

  WarmUpCommand(SharedOptions shared) {
    this.shared = shared;
  }

  @Override
  public Integer call() {
    var run = new FutureTask<>(new WarmUpRun());
    Thread.ofPlatform().daemon().name("llmgw-warm-up").start(run);
    try {
      tell(run.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS) + " answers");
    } catch (ExecutionException e) {
      tell("failed: " + e.getCause());
    } catch (TimeoutException _) {
      tell("not done after " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.number();
    }
    return ExitCode.OK.number();
  }

  private void tell(String outcome) {
    if (shared.debug) {
      spec.commandLine().getErr().println("warm-up: " + outcome);
    }
  }
}

package io.llmgw.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code llmgw serve}: the gateway. */
@Command(
    name = "serve",
    addMethodSubcommands = false,
    sortOptions = false,
    description = "Run the gateway for Open WebUI, SDKs and curl.",
    footer = {
      "",
      "Without a configuration it serves what the environment's provider keys and the",
      "local model servers offer, and the offline model 'demo'.",
      "",
      "Environment: LLMGW_CONFIG, HOST, PORT, LLMGW_MASTER_KEY or LITELLM_MASTER_KEY.",
      "",
      "Examples:",
      "  llmgw serve",
      "  llmgw serve -c llmgw.yaml --port 8080"
    })
final class ServeCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      order = 1,
      paramLabel = "ADDRESS",
      description = "Address to listen on (default 127.0.0.1).")
  private @Nullable String host;

  private @Nullable Integer port;

  @Option(
      names = "--model",
      order = 3,
      paramLabel = "NAME",
      description = "Serve this model, such as openai/gpt-4o-mini, without a configuration.")
  private @Nullable String model;

  @Option(
      names = "--strict",
      order = 4,
      description = "Refuse a configuration with keys that are not understood.")
  private boolean strict;

  ServeCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Option(names = "-c", order = 0, paramLabel = "FILE", description = "The same as --config.")
  void config(Path file) {
    shared.config = file;
  }

  @Option(
      names = "--port",
      order = 2,
      paramLabel = "PORT",
      description = "Port to listen on (default 4000), 0 for any.")
  void port(int number) {
    if (number < 0 || number > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "%d is not a port: 0 to 65535".formatted(number));
    }
    port = number;
  }

  @Override
  public Integer call() {
    var options =
        new ServeOptions(shared.config, host, port, model, strict, shared.debug, shared.quiet);
    var command = spec.commandLine();
    return ServeRun.run(options, surroundings, command.getOut(), command.getErr()).number();
  }
}

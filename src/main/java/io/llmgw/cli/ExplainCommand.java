package io.llmgw.cli;

import io.llmgw.app.Dialect;
import io.llmgw.app.GatewayRuntime;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.gateway.Explanation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw explain}: what would be sent upstream for a client's request, and why. */
@Command(
    name = "explain",
    addMethodSubcommands = false,
    sortOptions = false,
    description = "Show what would be sent to the provider for a client's request; sends nothing.",
    footer = {
      "",
      "The request is the JSON body a client sends; without FILE it is read from the standard input.",
      "",
      "Examples:",
      "  llmgw explain request.json",
      "  llmgw explain -m smart --dialect anthropic < messages.json"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int LIMIT = 64 << 20;

  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The request's body.")
  private @Nullable Path file;

  @Option(
      names = {"-m", "--model"},
      order = 1,
      paramLabel = "NAME",
      description = "Model to ask instead of the one the request names.")
  private @Nullable String model;

  @Option(
      names = "--dialect",
      order = 2,
      paramLabel = "NAME",
      description = "The protocol of the request: ${COMPLETION-CANDIDATES}.")
  private Dialect dialect = Dialect.OPENAI;

  ExplainCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ConfigRequest request = ConfigRequest.DEFAULT;
    request = shared.config == null ? request : request.withFile(shared.config);
    byte[] body = body();
    try (GatewayRuntime runtime =
        GatewayRuntime.open(new ConfigLoader(surroundings.environment()), request)) {
      Explanation explanation = runtime.gateway().explain(dialect.chat(body).withModel(model));
      new ExplanationPrinter(spec.commandLine().getOut()).print(explanation, shared.output);
    }
    return ExitCode.OK.number();
  }

  private byte[] body() throws IOException {
    if (file == null) {
      return limited(surroundings.in(), "the standard input");
    }
    if (!Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.USAGE, "there is no file " + file, "name the file that holds the request");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return limited(in, file.toString());
    }
  }

  private static byte[] limited(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new CommandException(
          ExitCode.USAGE, name + " is longer than " + (LIMIT >> 20) + " MiB", null);
    }
    return bytes;
  }
}

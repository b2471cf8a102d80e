package io.llmgw.cli;

import io.llmgw.config.ConfigTemplate;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw config init}: a commented configuration to start from. */
@Command(
    name = "init",
    sortOptions = false,
    description = "Write a commented configuration to start from.",
    footer = {
      "",
      "Examples:",
      "  llmgw config init",
      "  llmgw config init ~/.config/llmgw/config.yaml"
    })
final class ConfigInitCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("llmgw.yaml");
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where to (default ./llmgw.yaml); - for the standard output.")
  private Path file = USUAL;

  @Option(names = "--force", order = 1, description = "Replace the file if it is there.")
  private boolean force;

  ConfigInitCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (file.equals(STANDARD_OUTPUT)) {
      out.print(ConfigTemplate.text());
      return ExitCode.OK.number();
    }
    var written = ConfigStarter.write(surroundings, file, force);
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(out, json -> json.writeStringProperty("file", written.file().toString()));
    } else if (!shared.quiet) {
      out.println("wrote " + surroundings.shown(written.file()));
      out.println("next: edit it, then " + written.serve());
    }
    return ExitCode.OK.number();
  }
}

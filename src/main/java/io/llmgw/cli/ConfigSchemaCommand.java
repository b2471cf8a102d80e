package io.llmgw.cli;

import io.llmgw.config.ConfigSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw config schema}: the JSON Schema of the configuration file. */
@Command(
    name = "schema",
    sortOptions = false,
    description = "Print the JSON Schema of the configuration file, for editors.",
    footer = {
      "",
      "Example:",
      "  llmgw config schema > llmgw.schema.json",
      "and as the first line of llmgw.yaml:",
      "  # yaml-language-server: $schema=llmgw.schema.json"
    })
final class ConfigSchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ConfigSchema.json());
    return ExitCode.OK.number();
  }
}

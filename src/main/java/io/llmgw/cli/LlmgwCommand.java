package io.llmgw.cli;

import io.llmgw.config.Places;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code llmgw} itself: the short help, and where the files are. */
@Command(
    name = "llmgw",
    addMethodSubcommands = false,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    versionProvider = Version.class,
    header = "A translating LLM gateway, and a chat for the terminal.",
    customSynopsis = "llmgw [OPTIONS] COMMAND",
    description = {
      "%nExamples:",
      "  llmgw serve                        gateway on http://127.0.0.1:4000/v1",
      "  llmgw serve -c llmgw.yaml          the same with a configuration",
      "  llmgw chat \"Why is the sky blue?\"  one answer, streamed%n"
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "Options:%n",
    exitCodeListHeading = "%nExit codes:%n")
final class LlmgwCommand implements Callable<Integer> {
  private static final String SHORT_HELP =
      """
      llmgw is a translating LLM gateway, and a chat for the terminal.

        llmgw serve                          gateway on http://127.0.0.1:4000/v1
        llmgw chat "Why is the sky blue?"    one answer, streamed
        llmgw --help                         everything else
      """;

  @Mixin private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--paths",
      order = 1,
      description = "Print where configuration, data, state and cache are.")
  private boolean paths;

  LlmgwCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (paths) {
      printPaths(out, Places.of(surroundings.environment()));
    } else {
      out.print(SHORT_HELP);
    }
    return ExitCode.OK.number();
  }

  private void printPaths(PrintWriter out, Places places) {
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(
          out,
          json -> {
            for (Map.Entry<String, Path> place : places.byName().entrySet()) {
              json.writeStringProperty(place.getKey(), place.getValue().toString());
            }
          });
      return;
    }
    places
        .byName()
        .forEach((name, path) ->
            out.printf("%-8s%s%s%n", name, path, Files.exists(path) ? "" : "  (does not exist)"));
  }
}

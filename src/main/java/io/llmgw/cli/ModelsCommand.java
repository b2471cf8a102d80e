package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw models}: which models there are, and what is known about them. */
@Command(
    name = "models",
    addMethodSubcommands = false,
    sortOptions = false,
    description = "List the models that can be asked, with their limits, prices and abilities.",
    footer = {
      "",
      "With words or limits also models of providers that are not configured yet are",
      "found. A model has further names by general_settings.default_model (starred) and",
      "router_settings.model_group_alias.",
      "",
      "Examples:",
      "  llmgw models",
      "  llmgw models claude --can vision --sort price",
      "  llmgw models --live --sort latency",
      "  llmgw models --server http://127.0.0.1:4000",
      "  llmgw models -q | fzf",
      "  llmgw models show gpt-5.4"
    })
final class ModelsCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private ModelQuery query;

  private ModelsCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  /** The command with those below it. */
  static CommandLine tree(SharedOptions shared, Surroundings surroundings, WantedCommands wanted) {
    var models = new CommandLine(new ModelsCommand(shared, surroundings));
    wanted
        .add(models, "list", () -> new ModelsListCommand(shared, surroundings))
        .add(models, "show", () -> new ModelsShowCommand(shared, surroundings))
        .add(models, "check", () -> new ModelsCheckCommand(shared, surroundings))
        .add(models, "import-prices", () -> new ModelsImportCommand(shared, surroundings));
    return models;
  }

  @Override
  public Integer call() {
    return new ModelList(shared, surroundings, spec.commandLine()).run(query).number();
  }
}

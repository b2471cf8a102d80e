package io.llmgw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw models list}: the models there are; also what {@code llmgw models} alone does. */
@Command(
    name = "list",
    addMethodSubcommands = false,
    sortOptions = false,
    description = "List the models that can be asked; the same as llmgw models alone.")
final class ModelsListCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private ModelQuery query;

  ModelsListCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    return new ModelList(shared, surroundings, spec.commandLine()).run(query).number();
  }
}

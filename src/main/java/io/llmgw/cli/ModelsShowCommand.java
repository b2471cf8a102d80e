package io.llmgw.cli;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.GatewayConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw models show}: everything that is known about one model. */
@Command(
    name = "show",
    addMethodSubcommands = false,
    sortOptions = false,
    description = "Show everything that is known about one model, and what serves it.",
    footer = {
      "",
      "Examples:",
      "  llmgw models show smart",
      "  llmgw models show anthropic/claude-opus-5 -o yaml"
    })
final class ModelsShowCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "A configured name, an alias, or VENDOR/MODEL.")
  private String name;

  ModelsShowCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ModelCatalog catalog = ModelList.catalog(surroundings);
    GatewayConfig config = ModelList.config(shared, surroundings);
    ModelCard card = ModelCard.find(name, config, catalog);
    if (card == null) {
      throw ModelList.unknown(
          name,
          new ModelRows(config, catalog, ModelList.today())
              .addConfigured()
              .addUnconfigured()
              .rows());
    }
    var out = spec.commandLine().getOut();
    var printer = new ModelCardPrinter(out, ModelList.today());
    if (shared.output == OutputFormat.TEXT) {
      printer.text(card, spec.commandLine().getColorScheme().ansi());
    } else {
      printer.document(card, shared.output);
    }
    return ExitCode.OK.number();
  }
}

package io.llmgw.cli;

import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** One run of {@code llmgw models}. */
final class ModelList {
  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final CommandLine command;

  ModelList(SharedOptions shared, Surroundings surroundings, CommandLine command) {
    this.shared = shared;
    this.surroundings = surroundings;
    this.command = command;
  }

  /** What is known of models, with the prices the user imported. */
  static ModelCatalog catalog(Surroundings surroundings) {
    return ModelCatalog.load(Places.of(surroundings.environment()).prices());
  }

  /** Prices change at midnight where they are made, which nobody knows exactly. */
  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  static LoadedConfig load(SharedOptions shared, Surroundings surroundings) {
    ConfigRequest request = ConfigRequest.DEFAULT;
    return new ConfigLoader(surroundings.environment())
        .load(shared.config == null ? request : request.withFile(shared.config));
  }

  ExitCode run(ModelQuery query) {
    LoadedConfig loaded = load(shared, surroundings);
    ModelRows rows =
        new ModelRows(loaded.config(), catalog(surroundings), today()).addConfigured();
    if (query.searches()) {
      rows.addUnconfigured();
    }
    print(query.apply(rows.rows()), query.everything() ? rows.unconfigured() : Map.of());
    return ExitCode.OK;
  }

  private void print(List<ModelRow> rows, Map<String, Long> unconfigured) {
    ModelPrinter printer = new ModelPrinter(command.getOut());
    if (shared.output != OutputFormat.TEXT) {
      printer.document(rows, shared.output);
    } else if (shared.quiet) {
      printer.ids(rows);
    } else if (!surroundings.tty().out()) {
      printer.lines(rows);
    } else {
      table(printer, rows, unconfigured);
    }
  }

  private void table(
      ModelPrinter printer, List<ModelRow> rows, Map<String, Long> unconfigured) {
    PrintWriter out = command.getOut();
    Ansi ansi = command.getColorScheme().ansi();
    if (rows.isEmpty()) {
      command.getErr().println("no model is like that");
    } else {
      printer.table(rows, ansi, TerminalWidth.of(surroundings));
    }
    if (!unconfigured.isEmpty()) {
      out.println();
      unconfigured.forEach((vendor, models) ->
          out.println(
              ansi.string(
                  "@|faint %s: %d known models, no key: llmgw models --provider %s|@"
                      .formatted(vendor, models, vendor))));
      out.flush();
    }
  }
}

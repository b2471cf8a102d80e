package io.llmgw.cli;

import io.llmgw.app.GatewayModels;
import io.llmgw.app.ModelLists.Listing;
import io.llmgw.catalog.ModelCatalog;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.GatewayConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Nearest;
import io.llmgw.config.Places;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

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

  /** What is configured here, or what a running gateway serves. */
  static GatewayConfig config(SharedOptions shared, Surroundings surroundings) {
    if (shared.server == null) {
      return load(shared, surroundings).config();
    }
    Duration limit = Objects.requireNonNullElse(shared.timeout, LiveModels.LIMIT);
    try (var gateway = new GatewayModels(shared.server, surroundings.environment(), limit)) {
      return gateway.ask();
    }
  }

  static LoadedConfig load(SharedOptions shared, Surroundings surroundings) {
    ConfigRequest request = ConfigRequest.DEFAULT;
    return new ConfigLoader(surroundings.environment())
        .load(shared.config == null ? request : request.withFile(shared.config));
  }

  ExitCode run(ModelQuery query) {
    if (query.wantsLatency() && (!query.live() || shared.server != null)) {
      throw new ParameterException(
          command, "--sort latency needs --live, which measures it, and no --server");
    }
    ModelCatalog catalog = catalog(surroundings);
    LiveModels found =
        query.live() && shared.server == null
            ? LiveModels.ask(shared, surroundings, catalog)
            : new LiveModels(
                new ModelRows(config(shared, surroundings), catalog, today()).addConfigured(),
                List.of(),
                0,
                Map.of());
    if (query.searches() && shared.server == null) {
      found.rows().addUnconfigured();
    }
    found.failed().forEach(this::tell);
    if (!found.failed().isEmpty() && found.answered() == 0) {
      throw Objects.requireNonNull(found.failed().getFirst().failure());
    }
    print(query, found, query.apply(found.rows().rows(), found.latency()));
    return found.failed().isEmpty() ? ExitCode.OK : ExitCode.PARTIAL;
  }

  private void tell(Listing failed) {
    command
        .getErr()
        .println(
            TextTable.harmless(
                "no list from %s (%s): %s"
                    .formatted(
                        failed.first().provider(),
                        failed.first().origin(),
                        Objects.requireNonNull(failed.failure()).text())));
  }

  private void print(ModelQuery query, LiveModels found, List<ModelRow> rows) {
    ModelPrinter printer = new ModelPrinter(command.getOut(), found.latency());
    if (rows.isEmpty() && query.named()) {
      throw unknown(query.name(), found.rows().rows());
    }
    if (shared.output != OutputFormat.TEXT) {
      printer.document(rows, shared.output);
    } else if (shared.quiet) {
      printer.ids(rows);
    } else if (!surroundings.tty().out()) {
      printer.lines(rows);
    } else {
      table(printer, rows);
      if (query.everything() && shared.server == null) {
        unconfigured(found.rows().unconfigured());
      }
    }
  }

  /** Tells the nearest names there are. */
  static CommandException unknown(String name, List<ModelRow> rows) {
    Stream<String> ids = rows.stream().map(ModelRow::id);
    Stream<String> models = rows.stream().map(row -> row.facts().vendor() + "/" + row.model());
    List<String> near = Nearest.few(name, Stream.concat(ids, models).distinct().toList());
    return new CommandException(
        ExitCode.MODEL,
        "no model is called '%s'".formatted(TextTable.harmless(name))
            + (near.isEmpty() ? "" : "; nearest: " + String.join(", ", near)),
        near.isEmpty() ? "llmgw models" : "llmgw models show " + near.getFirst());
  }

  private void table(ModelPrinter printer, List<ModelRow> rows) {
    if (rows.isEmpty()) {
      command.getErr().println("no model is like that");
    } else {
      printer.table(rows, command.getColorScheme().ansi(), TerminalWidth.of(surroundings));
    }
  }

  private void unconfigured(Map<String, Long> vendors) {
    PrintWriter out = command.getOut();
    Ansi ansi = command.getColorScheme().ansi();
    String known =
        vendors.entrySet().stream()
            .map(vendor -> vendor.getKey() + " " + vendor.getValue())
            .collect(Collectors.joining(", "));
    if (!known.isEmpty()) {
      out.println();
      out.println(ansi.string("@|faint known, but without a key: %s|@".formatted(known)));
      out.println(
          ansi.string(
              "@|faint see them: llmgw models --provider NAME; use them: llmgw keys set NAME|@"));
      out.flush();
    }
  }
}

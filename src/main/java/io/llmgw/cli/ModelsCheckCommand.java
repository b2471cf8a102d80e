package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.ModelCheck;
import io.llmgw.app.ModelCheck.Checked;
import io.llmgw.app.ModelCheck.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw models check}: whether the providers still have what is configured. */
@Command(
    name = "check",
    addMethodSubcommands = false,
    sortOptions = false,
    description =
        "Ask the providers whether they still have every configured model; costs nothing.",
    footer = {
      "",
      "Ends with 5 when a model is gone, with 10 when a provider could not be asked,",
      "and with 0 otherwise, also when a model will be gone soon or has other figures.",
      "",
      "Examples:",
      "  llmgw models check",
      "  llmgw models check -q -o json"
    })
final class ModelsCheckCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  ModelsCheckCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (shared.server != null) {
      throw new CommandException(
          ExitCode.USAGE,
          "models check asks the providers itself; a running gateway tells its own check",
          "curl -s " + shared.server.replaceFirst("/+$", "") + "/health");
    }
    List<Checked> checked = checked();
    var printer = new ModelCheckPrinter(spec.commandLine().getOut());
    if (shared.output == OutputFormat.TEXT) {
      printer.text(checked, spec.commandLine().getColorScheme().ansi(), shared.quiet);
    } else {
      printer.document(checked, shared.output);
    }
    return exit(checked).number();
  }

  private List<Checked> checked() {
    try (GatewayRuntime runtime = LiveModels.open(shared, surroundings)) {
      Duration limit = Objects.requireNonNullElse(shared.timeout, LiveModels.LIMIT);
      var listings = runtime.modelLists().ask(runtime.gateway().snapshot().config(), limit);
      return new ModelCheck(ModelList.catalog(surroundings), ModelList.today()).check(listings);
    }
  }

  private static ExitCode exit(List<Checked> checked) {
    if (any(checked, Kind.MISSING) || any(checked, Kind.RETIRED)) {
      return ExitCode.MODEL;
    }
    return any(checked, Kind.UNREACHABLE) ? ExitCode.PARTIAL : ExitCode.OK;
  }

  private static boolean any(List<Checked> checked, Kind kind) {
    return checked.stream()
        .flatMap(one -> one.findings().stream())
        .anyMatch(finding -> finding.kind() == kind);
  }
}

package io.llmgw.cli;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigReport;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Setting;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code llmgw config show}: what is in force, and where each value comes from. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Print the configuration in force, and where each value comes from.",
    footer = {
      "",
      "Secrets are masked. A value comes from a file's line, a $VARIABLE, or the default.",
      "",
      "Examples:",
      "  llmgw config show",
      "  llmgw config show llmgw.yaml -o json"
    })
final class ConfigShowCommand implements Callable<Integer> {
  private static final String COMMENT = "  # ";

  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private ConfigFileArgument file;

  ConfigShowCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var command = spec.commandLine();
    LoadedConfig loaded = new ConfigLoader(surroundings.environment()).load(file.request(shared));
    if (shared.output == OutputFormat.TEXT) {
      printText(command.getOut(), loaded, command.getColorScheme().ansi());
    } else {
      printJson(command.getOut(), loaded);
    }
    tellWarnings(command.getErr(), loaded.warnings().size());
    return ExitCode.OK.number();
  }

  private void printText(PrintWriter out, LoadedConfig loaded, Ansi ansi) {
    print(out, "Models", ConfigReport.models(loaded), ansi);
    out.println();
    print(out, "Settings", ConfigReport.settings(loaded), ansi);
    out.flush();
  }

  private static void print(PrintWriter out, String title, List<String> lines, Ansi ansi) {
    out.println(ansi.string("@|bold %s|@".formatted(title)));
    if (lines.isEmpty()) {
      out.println("  none");
    }
    lines.forEach(line -> out.println("  " + dimmed(line, ansi)));
  }

  /** Puts the source into the background, without reading the rest as markup. */
  private static String dimmed(String line, Ansi ansi) {
    int comment = line.lastIndexOf(COMMENT);
    if (comment < 0 || !ansi.enabled()) {
      return line;
    }
    return line.substring(0, comment)
        + ansi.string("@|faint x|@").replace("x", line.substring(comment));
  }

  private void printJson(PrintWriter out, LoadedConfig loaded) {
    JsonObjects.print(
        out,
        json -> {
          json.writeStringProperty(
              "file", loaded.file() == null ? null : surroundings.shown(loaded.file()));
          json.writeArrayPropertyStart("models");
          loaded.config().deployments().forEach(deployment -> print(json, deployment));
          json.writeEndArray();
          json.writeArrayPropertyStart("settings");
          loaded.settings().forEach(setting -> print(json, setting));
          json.writeEndArray();
        });
  }

  private static void print(JsonGenerator json, DeploymentConfig deployment) {
    json.writeStartObject();
    json.writeStringProperty("name", deployment.modelName());
    json.writeStringProperty("provider", deployment.provider());
    json.writeStringProperty("model", deployment.model());
    json.writeStringProperty("source", deployment.origin());
    json.writeEndObject();
  }

  private static void print(JsonGenerator json, Setting setting) {
    json.writeStartObject();
    json.writeStringProperty("path", setting.path());
    json.writeStringProperty("value", setting.value());
    json.writeStringProperty("source", setting.source());
    json.writeEndObject();
  }

  private void tellWarnings(PrintWriter err, int count) {
    if (count > 0 && !shared.quiet) {
      err.println(
          "%d %s about it: llmgw config check".formatted(count, count == 1 ? "note" : "notes"));
    }
  }
}

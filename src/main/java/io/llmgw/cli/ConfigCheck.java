package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.config.ConfigException;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Places;
import io.llmgw.config.Position;
import io.llmgw.config.Problem;
import io.llmgw.config.Problem.Severity;
import io.llmgw.gateway.ModelTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.core.JsonGenerator;

/**
 * What a configuration offers, and all that is wrong with it.
 *
 * @param file as people know it; null when there is none
 * @param models names that could be served; 0 when there is an error
 * @param wildcards entries that stand for many models
 */
record ConfigCheck(@Nullable String file, int models, long wildcards, List<Problem> problems) {

  /**
   * Goes as far as {@code serve} does before it listens: also makes every provider, and calls none.
   */
  static ConfigCheck of(Surroundings surroundings, ConfigRequest request) {
    ConfigLoader loader = new ConfigLoader(surroundings.environment());
    List<Problem> warnings = List.of();
    try {
      warnings = loader.load(request).warnings();
      try (GatewayRuntime runtime = GatewayRuntime.open(loader, request)) {
        LoadedConfig loaded = runtime.loaded();
        ModelTable models = runtime.gateway().snapshot().models();
        return new ConfigCheck(
            loaded.file() == null ? null : surroundings.shown(loaded.file()),
            models.groups().size(),
            models.wildcards().stream().map(entry -> entry.modelName()).distinct().count(),
            runtime.warnings());
      }
    } catch (ConfigException e) {
      return new ConfigCheck(asked(surroundings, request), 0, 0, merged(warnings, e.problems()));
    }
  }

  private static @Nullable String asked(Surroundings surroundings, ConfigRequest request) {
    Path file =
        request.file() == null ? Places.of(surroundings.environment()).config() : request.file();
    boolean there = request.file() != null || file.toFile().exists();
    return there ? surroundings.shown(file) : null;
  }

  /**
   * Warnings of the load, unless the failure tells them again, and then why it cannot be served.
   */
  private static List<Problem> merged(List<Problem> warnings, List<Problem> failures) {
    List<String> told = failures.stream().map(Problem::render).toList();
    List<Problem> all = new ArrayList<>(warnings);
    all.removeIf(warning -> told.contains(warning.render()));
    all.addAll(failures);
    return List.copyOf(all);
  }

  boolean ok() {
    return count(Severity.ERROR) == 0;
  }

  private long count(Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).count();
  }

  /**
   * @param quiet errors alone, and nothing when there are none
   */
  void printText(PrintWriter out, Ansi ansi, boolean quiet) {
    for (Problem problem : problems) {
      if (!quiet || problem.severity() == Severity.ERROR) {
        out.println(painted(problem, ansi));
      }
    }
    if (!quiet || !ok()) {
      out.println(summary());
    }
    out.flush();
  }

  /** The severity alone is coloured, so that what a file says is never taken for markup. */
  private static String painted(Problem problem, Ansi ansi) {
    String style =
        switch (problem.severity()) {
          case ERROR -> "bold,red";
          case WARNING -> "bold,yellow";
          case NOTE -> "bold,cyan";
        };
    String text = problem.render();
    int label = text.indexOf(':') + 1;
    return ansi.string("@|%s %s|@".formatted(style, text.substring(0, label)))
        + text.substring(label);
  }

  private String summary() {
    String subject = file == null ? "no configuration file" : file;
    List<String> offered =
        ok()
            ? Stream.of(
                    counted(models, "model"), wildcards == 0 ? "" : counted(wildcards, "wildcard"))
                .filter(part -> !part.isEmpty())
                .toList()
            : List.of();
    List<String> wrong =
        Stream.of(Severity.values())
            .filter(severity -> count(severity) > 0)
            .map(severity -> counted(count(severity), name(severity)))
            .toList();
    return subject
        + ": "
        + String.join(
            ", ",
            Stream.concat(
                    offered.stream(), wrong.isEmpty() ? Stream.of("no problems") : wrong.stream())
                .toList());
  }

  private static String counted(long count, String noun) {
    return switch ((int) count) {
      case 0 -> "no " + noun + "s";
      case 1 -> "1 " + noun;
      default -> count + " " + noun + "s";
    };
  }

  void printJson(PrintWriter out) {
    JsonObjects.print(
        out,
        json -> {
          json.writeName("file");
          json.writeString(file);
          json.writeBooleanProperty("ok", ok());
          json.writeArrayPropertyStart("problems");
          problems.forEach(problem -> print(json, problem));
          json.writeEndArray();
        });
  }

  private static void print(JsonGenerator json, Problem problem) {
    Position position = problem.position();
    json.writeStartObject();
    json.writeStringProperty("severity", name(problem.severity()));
    json.writeStringProperty("file", position == null ? null : position.source());
    number(json, "line", position == null ? 0 : position.line());
    number(json, "column", position == null ? 0 : position.column());
    json.writeStringProperty("message", problem.message());
    json.writeStringProperty("hint", problem.hint());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, int number) {
    if (number > 0) {
      json.writeNumberProperty(name, number);
    } else {
      json.writeNullProperty(name);
    }
  }

  private static String name(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}

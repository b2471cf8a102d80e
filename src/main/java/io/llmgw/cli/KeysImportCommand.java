package io.llmgw.cli;

import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import io.llmgw.config.SecretStorage;
import io.llmgw.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code llmgw keys import}: providers' keys that are somewhere else, kept here too. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Store the keys of providers that are in the environment, or in a file: one of NAME=VALUE",
      "lines, or a JSON object such as that of the tool llm. Shows them first, masked."
    },
    footer = {
      "",
      "Examples:",
      "  llmgw keys import",
      "  llmgw keys import .env --yes",
      "  llmgw keys import ~/.config/io.datasette.llm/keys.json"
    })
final class KeysImportCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private SecretStorageOption store;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where from; the environment if there is none.")
  private @Nullable Path file;

  @Option(
      names = {"-y", "--yes"},
      order = 1,
      description = "Do not ask.")
  private boolean yes;

  KeysImportCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Secret> found = file == null ? ofEnvironment() : ofFile(file);
    if (found.isEmpty()) {
      throw new CommandException(
          ExitCode.AUTHENTICATION,
          "there is no key of a provider in " + (file == null ? "the environment" : file),
          "llmgw keys set PROVIDER");
    }
    ProviderSecrets secrets = ProviderSecrets.of(surroundings.environment());
    SecretStorage storage = store.chosen(surroundings, shared);
    PrintWriter err = spec.commandLine().getErr();
    if (!shared.quiet) {
      found.forEach((name, secret) -> err.printf("%-28s %s%n", name, secret.masked()));
    }
    new Confirmation(shared, surroundings, spec.commandLine())
        .require(yes, "Store these in " + secrets.file() + "?");
    secrets.put(found, storage);
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(
          spec.commandLine().getOut(),
          json -> {
            json.writeName("stored");
            json.writeStartArray();
            found.keySet().forEach(json::writeString);
            json.writeEndArray();
          });
    } else if (!shared.quiet) {
      spec.commandLine().getOut().println("stored " + found.size() + " in " + secrets.file());
    }
    return ExitCode.OK.number();
  }

  private static Set<String> variables() {
    Set<String> variables = new HashSet<>();
    ProviderSecrets.providers().forEach(p -> variables.addAll(ProviderSecrets.variablesOf(p)));
    return variables;
  }

  private Map<String, Secret> ofEnvironment() {
    Map<String, Secret> found = new TreeMap<>();
    for (String name : variables()) {
      String value = surroundings.environment().text(name);
      if (value != null) {
        found.put(name, new Secret(value));
      }
    }
    return found;
  }

  private Map<String, Secret> ofFile(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + path, null);
    }
    String text = Files.readString(path);
    return text.stripLeading().startsWith("{") ? ofJson(text, path) : ofLines(text);
  }

  private Map<String, Secret> ofLines(String text) {
    Map<String, Secret> found = new TreeMap<>();
    Set<String> known = variables();
    ProviderSecrets.of(surroundings.environment())
        .parse(text)
        .forEach((name, value) -> {
          if (known.contains(name) && !value.isBlank()) {
            found.put(name, new Secret(value.strip()));
          }
        });
    return found;
  }

  private static Map<String, Secret> ofJson(String text, Path path) {
    Map<String, Secret> found = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> entry : Json.MAPPER.readTree(text).properties()) {
        if (entry.getValue().isString() && !entry.getValue().asString().isBlank()) {
          ProviderSecrets.variableOf(entry.getKey())
              .ifPresent(name -> found.put(name, new Secret(entry.getValue().asString().strip())));
        }
      }
      return found;
    } catch (JacksonException _) {
      throw new CommandException(ExitCode.USAGE, path + " is not a JSON object", null);
    }
  }
}

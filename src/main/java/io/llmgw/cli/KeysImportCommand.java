package io.llmgw.cli;

import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import io.llmgw.config.SecretImport;
import io.llmgw.config.SecretStorage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
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

/** {@code llmgw keys import}: providers' keys that are somewhere else, kept here too. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Store the keys of providers that are in the environment, or in a file: one of NAME=VALUE",
      "lines, the keys.json of the tool llm, or a configuration of LiteLLM's or aichat's.",
      "Shows them first, masked."
    },
    footer = {
      "",
      "Examples:",
      "  llmgw keys import",
      "  llmgw keys import .env --yes",
      "  llmgw keys import ~/.config/io.datasette.llm/keys.json",
      "  llmgw keys import ~/.config/aichat/config.yaml"
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
    ProviderName.requireHere(shared);
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
      throw new CommandException(
          ExitCode.USAGE,
          Files.isDirectory(path) ? path + " is a folder" : "there is no file " + path,
          null);
    }
    try {
      SecretImport read =
          SecretImport.of(path.toString(), Files.readString(path), surroundings.environment());
      read.leftOut().forEach(note -> spec.commandLine().getErr().println("note: " + note));
      return read.found();
    } catch (CharacterCodingException _) {
      throw new CommandException(ExitCode.USAGE, path + " holds no text", null);
    } catch (AccessDeniedException _) {
      throw new CommandException(
          ExitCode.USAGE, path + " may not be read", "check its owner and permissions");
    }
  }
}

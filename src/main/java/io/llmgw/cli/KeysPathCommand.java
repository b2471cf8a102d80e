package io.llmgw.cli;

import io.llmgw.config.Places;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.store.KeyStores;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code llmgw keys path}: where keys are kept. */
@Command(
    name = "path",
    sortOptions = false,
    description = "Print the files keys are kept in, and which of them exist.",
    footer = {
      "",
      "With database_url the clients' keys are in that database instead, and the pepper their",
      "secrets are hashed with is needed beside every gateway."
    })
final class KeysPathCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  KeysPathCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Map<String, Path> files = new LinkedHashMap<>();
    Path data = Places.of(surroundings.environment()).data();
    files.put("provider", ProviderSecrets.of(surroundings.environment()).file());
    files.put("replaced", ProviderSecrets.replaced(surroundings.environment()).file());
    files.put("client", data);
    files.put("pepper", KeyStores.beside(data));
    PrintWriter out = spec.commandLine().getOut();
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(
          out,
          json -> files.forEach((name, file) -> json.writeStringProperty(name, file.toString())));
    } else {
      files.forEach((name, file) ->
          out.println(
              name + "\t" + file + "\t" + (Files.exists(file) ? "exists" : "does not exist")));
    }
    return ExitCode.OK.number();
  }
}

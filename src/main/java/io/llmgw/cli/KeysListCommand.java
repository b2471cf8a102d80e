package io.llmgw.cli;

import io.llmgw.config.ConfigException;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import io.llmgw.config.SecretStorage;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys list}: the keys of providers and of clients. */
@Command(
    name = "list",
    sortOptions = false,
    description = "List the keys of providers and of clients; never their secrets.",
    footer = {
      "",
      "With --server the keys of that gateway's clients. Piped, the columns are separated by tabs.",
      "",
      "Examples:",
      "  llmgw keys list",
      "  llmgw keys list -o json"
    })
final class KeysListCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;
  private static final List<String> HEAD = List.of("KIND", "NAME", "SOURCE", "KEY", "STATUS");

  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;

  KeysListCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() {
    List<List<String>> rows = new ArrayList<>();
    if (shared.server == null) {
      providers(rows);
    }
    List<JsonNode> clients = new ArrayList<>();
    String place =
        desks.with(desk -> {
          JsonNode page;
          int number = 1;
          do {
            page = desk.list(number++, PAGE);
            page.path("keys").forEach(clients::add);
          } while (number <= page.path("total_pages").asInt());
          return desk.place();
        });
    clients.forEach(key -> rows.add(row(key, place)));
    print(rows, clients);
    return ExitCode.OK.number();
  }

  private void providers(List<List<String>> rows) {
    ProviderSecrets secrets = ProviderSecrets.of(surroundings.environment());
    Map<String, SecretStorage> stored = secrets.storages();
    Set<String> replaced = ProviderSecrets.replaced(surroundings.environment()).storages().keySet();
    LoadedConfig loaded = desks.config();
    Map<String, String> names = new TreeMap<>();
    for (String provider : ProviderSecrets.providers()) {
      ProviderSecrets.variablesOf(provider).forEach(name -> names.putIfAbsent(name, provider));
    }
    stored.keySet().forEach(name -> names.putIfAbsent(name, name));
    names.forEach((variable, provider) -> {
      String origin = loaded.origin(variable);
      SecretStorage storage = stored.get(variable);
      if (origin != null) {
        String value = String.valueOf(loaded.environment().text(variable));
        String state = storage == null ? "in force" : "wins over " + secrets.file();
        rows.add(List.of("provider", provider, origin, new Secret(value).masked(), state));
      } else if (storage != null) {
        List<String> row = new ArrayList<>(List.of("provider", provider, place(secrets, storage)));
        row.addAll(opened(secrets, variable, replaced.contains(variable)));
        rows.add(row);
      }
    });
  }

  private static String place(ProviderSecrets secrets, SecretStorage storage) {
    return storage == SecretStorage.FILE ? secrets.file().toString() : storage.toString();
  }

  /** The key and its state. */
  private static List<String> opened(ProviderSecrets secrets, String variable, boolean rotating) {
    try {
      Secret key = secrets.get(variable);
      String state = rotating ? "in force, rotation to confirm" : "in force";
      return List.of(key == null ? "" : key.masked(), state);
    } catch (ConfigException closed) {
      return List.of("", "not to be had: " + closed.problems().getFirst().message());
    }
  }

  private static List<String> row(JsonNode key, String place) {
    String alias = key.path("key_alias").asString("");
    return List.of(
        "client",
        alias.isEmpty() ? key.path("id").asString() : alias,
        place,
        key.path("key_name").asString(),
        KeyPrinter.state(key, Instant.now()));
  }

  private void print(List<List<String>> rows, List<JsonNode> clients) {
    PrintWriter out = spec.commandLine().getOut();
    if (shared.output != OutputFormat.TEXT) {
      out.println(json(rows, clients));
    } else if (surroundings.tty().out()) {
      Columns.print(out, HEAD, rows);
    } else {
      rows.forEach(row -> out.println(String.join("\t", row)));
    }
    if (rows.isEmpty() && shared.output == OutputFormat.TEXT && !shared.quiet) {
      spec.commandLine()
          .getErr()
          .println("no keys yet: llmgw keys create, llmgw keys set PROVIDER");
    }
  }

  private static ObjectNode json(List<List<String>> rows, List<JsonNode> clients) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode providers = all.putArray("providers");
    rows.stream()
        .filter(row -> row.getFirst().equals("provider"))
        .forEach(row ->
            providers
                .addObject()
                .put("name", row.get(1))
                .put("source", row.get(2))
                .put("key_name", row.get(3))
                .put("status", row.get(4)));
    clients.forEach(all.putArray("clients")::add);
    return all;
  }
}

package io.llmgw.cli;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import io.llmgw.config.SecretStorage;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code llmgw keys set}: a provider's key, tried and kept. */
@Command(
    name = "set",
    sortOptions = false,
    description = {
      "Store the key of a provider, for serve, chat and test, once the provider accepts it.",
      "Without a flag it is asked for, and not shown."
    },
    footer = {
      "",
      "Variables of the environment and of .env win over what is stored. With --from-command the",
      "command is kept and run whenever the key is needed; with --store too, what it prints is.",
      "",
      "Examples:",
      "  llmgw keys set openai",
      "  llmgw keys set anthropic --from-command 'pass show anthropic'",
      "  llmgw keys set openai --store keychain",
      "  cat key.txt | llmgw keys set azure -"
    })
final class KeysSetCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private SecretInput input;
  @Mixin private SecretStorageOption store;

  @Option(
      names = "--no-verify",
      order = 6,
      description = "Do not try it with a free call before it is stored.")
  private boolean unchecked;

  @Parameters(
      index = "0",
      paramLabel = "PROVIDER",
      description = "Such as openai or azure, or the name of a variable.")
  private String provider = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "-",
      description = "Read it from the standard input.")
  private @Nullable String dash;

  KeysSetCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ProviderName.requireHere(shared);
    String variable = ProviderName.variable(provider);
    if (dash != null && !dash.equals("-")) {
      // it may be the key itself, so it is not repeated
      throw new CommandException(
          ExitCode.USAGE,
          "a key on the command line is seen by everyone on this machine",
          "llmgw keys set " + provider);
    }
    Environment environment = surroundings.environment();
    SecretStorage storage = store.chosen(surroundings, shared);
    Secret secret = input.read(provider, dash != null, shared.noInput, surroundings);
    String seen = unchecked ? null : new KeyCheck(shared, surroundings).require(variable, secret);
    ProviderSecrets secrets = ProviderSecrets.of(environment);
    String command = input.command();
    if (command != null && storage == null) {
      secrets.putCommand(variable, command);
    } else {
      secrets.put(Map.of(variable, secret), storage);
    }
    tell(variable, secret, secrets, seen);
    return ExitCode.OK.number();
  }

  private void tell(
      String variable, Secret secret, ProviderSecrets secrets, @Nullable String seen) {
    String where = String.valueOf(secrets.storages().get(variable));
    var command = spec.commandLine();
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(
          command.getOut(),
          json -> {
            json.writeStringProperty("name", variable);
            json.writeStringProperty("key_name", secret.masked());
            json.writeStringProperty("store", where);
            json.writeStringProperty("file", secrets.file().toString());
            json.writeStringProperty("check", seen == null ? "not wanted" : seen);
          });
    } else if (!shared.quiet) {
      command.getOut().println("stored " + variable + " " + place(where, secrets));
    }
    if (seen != null && !shared.quiet) {
      command.getErr().println("note: " + seen);
    }
    String origin = new ConfigLoader(surroundings.environment()).origin(request(), variable);
    if (!secrets.file().toString().equals(origin) && !shared.quiet) {
      command.getErr().println("note: " + variable + " is set by " + origin + ", and wins over it");
    }
  }

  private ConfigRequest request() {
    ConfigRequest request = ConfigRequest.DEFAULT;
    return shared.config == null ? request : request.withFile(shared.config);
  }

  private static String place(String where, ProviderSecrets secrets) {
    return switch (SecretStorage.of(where).orElse(SecretStorage.FILE)) {
      case FILE -> "in " + secrets.file();
      case PASSPHRASE -> "encrypted in " + secrets.file();
      case COMMAND -> "as a command in " + secrets.file();
      case SECRET_TOOL, SECURITY, PASS -> "with " + where;
    };
  }
}

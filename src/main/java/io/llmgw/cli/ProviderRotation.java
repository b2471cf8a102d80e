package io.llmgw.cli;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.config.ProviderSecrets;
import io.llmgw.config.Secret;
import io.llmgw.config.SecretStorage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Gives a provider's stored key a successor: tried first, then put in force, with the old one kept
 * aside until somebody says that all is well.
 */
final class ProviderRotation {
  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final CommandLine command;
  private final String provider;
  private final String variable;
  private final ProviderSecrets secrets;
  private final ProviderSecrets aside;

  ProviderRotation(
      SharedOptions shared, Surroundings surroundings, CommandLine command, String provider) {
    Environment environment = surroundings.environment();
    this.shared = shared;
    this.surroundings = surroundings;
    this.command = command;
    this.provider = provider;
    this.variable = ProviderName.variable(provider);
    this.secrets = ProviderSecrets.of(environment);
    this.aside = ProviderSecrets.replaced(environment);
  }

  /** Puts a new key in force. */
  void start(SecretInput input, boolean fromInput, boolean verified) throws IOException {
    Map<String, SecretStorage> stored = secrets.storages();
    if (!stored.containsKey(variable)) {
      throw KeysGetCommand.missing(provider, secrets);
    }
    requireInForce(stored);
    if (aside.storages().containsKey(variable)) {
      throw new CommandException(
          ExitCode.USAGE,
          "the last rotation of " + variable + " is neither confirmed nor taken back",
          "llmgw keys rotate %s --confirm, or --undo".formatted(provider));
    }
    Secret now = input.read(provider, fromInput, shared.noInput, surroundings);
    Secret before = secrets.get(variable);
    if (before != null && before.equals(now)) {
      throw new CommandException(ExitCode.USAGE, "that is the key that is stored already", null);
    }
    String seen = verified ? new KeyCheck(shared, surroundings).require(variable, now) : null;
    secrets.replace(variable, now);
    told(
        "rotated",
        List.of(
            "rotated %s to %s".formatted(variable, now.masked())
                + (seen == null ? "" : ", " + seen),
            "A running gateway takes it within seconds. The old key is kept: when all is well,"
                + " llmgw keys rotate %s --confirm; else --undo".formatted(provider)));
  }

  /** A key nobody uses would be rotated in vain. */
  private void requireInForce(Map<String, SecretStorage> stored) {
    if (stored.get(variable) == SecretStorage.COMMAND) {
      throw new CommandException(
          ExitCode.USAGE,
          "the key for %s is printed by a command".formatted(variable),
          "change it there, then POST /config/reload, or send the gateway the signal HUP");
    }
    ConfigRequest request = ConfigRequest.DEFAULT;
    String origin =
        new ConfigLoader(surroundings.environment())
            .origin(shared.config == null ? request : request.withFile(shared.config), variable);
    if (origin != null && !origin.equals(secrets.file().toString())) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s is set by %s, which wins over the stored key".formatted(variable, origin),
          "change it there, or unset it");
    }
  }

  /** Forgets the old key. */
  void confirm() {
    if (!aside.remove(variable)) {
      throw nothing();
    }
    told("confirmed", List.of("confirmed; the old key of " + variable + " is forgotten"));
  }

  /** Puts the old key in force again. */
  void undo() {
    if (!secrets.takeBack(variable)) {
      throw nothing();
    }
    told("undone", List.of("the old key of " + variable + " is in force again"));
  }

  private CommandException nothing() {
    return new CommandException(
        ExitCode.MODEL,
        "no rotation of " + variable + " waits to be confirmed",
        "llmgw keys rotate " + provider);
  }

  private void told(String what, List<String> lines) {
    if (shared.output != OutputFormat.TEXT) {
      JsonObjects.print(command.getOut(), json -> json.writeStringProperty(what, variable));
    } else if (!shared.quiet) {
      command.getOut().println(lines.getFirst());
      command.getOut().flush();
      lines.stream().skip(1).forEach(command.getErr()::println);
    }
  }
}

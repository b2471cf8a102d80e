package io.llmgw.cli;

import io.llmgw.config.ProviderSecrets;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmgw keys rotate}: another secret for a client's key, or another key of a provider. */
@Command(
    name = "rotate",
    sortOptions = false,
    description = {
      "Give a client's key another secret, which is printed once; all else stays.",
      "Or give a provider another key: it is tried, put in force in running gateways too, and the",
      "old one is kept until --confirm forgets it or --undo puts it back."
    },
    footer = {
      "",
      "Examples:",
      "  llmgw keys rotate ci --grace 24h",
      "  llmgw keys rotate openai --from-file new.txt",
      "  llmgw keys rotate openai --confirm"
    })
final class KeysRotateCommand implements Callable<Integer> {
  private final SharedOptions shared;
  private final Surroundings surroundings;
  private final KeyDesks desks;

  @Spec private CommandSpec spec;
  @Mixin private SecretInput input;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "A client's key by its name, id or token; or a provider.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "-",
      description = "Read a provider's new key from the standard input.")
  private @Nullable String dash;

  @Option(
      names = "--grace",
      order = 6,
      paramLabel = "TIME",
      description =
          "How long a client's old secret is good for, such as 24h; else it ends at once.")
  private @Nullable String grace;

  @Option(names = "--confirm", order = 7, description = "Forget a provider's old key.")
  private boolean confirm;

  @Option(names = "--undo", order = 8, description = "Put a provider's old key in force again.")
  private boolean undo;

  @Option(
      names = "--no-verify",
      order = 9,
      description = "Do not try a provider's new key with a free call first.")
  private boolean unchecked;

  KeysRotateCommand(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
    this.desks = new KeyDesks(shared, surroundings);
  }

  @Override
  public Integer call() throws IOException {
    boolean forProvider = input.given() || dash != null || confirm || undo || unchecked;
    if (dash != null && !dash.equals("-")) {
      throw wrong("a key on the command line is seen by everyone on this machine");
    }
    if (ofProvider()) {
      if (grace != null) {
        throw wrong("--grace is for clients' keys; a provider's old key is kept until --confirm");
      }
      provider();
    } else if (forProvider) {
      throw wrong("'" + key + "' is no provider, and that is for their keys only");
    } else {
      client();
    }
    return ExitCode.OK.number();
  }

  /** A provider's name means the provider, unless a client's key has that name. */
  private boolean ofProvider() {
    boolean named =
        ProviderSecrets.names().contains(key.toLowerCase(Locale.ROOT))
            || key.matches(ProviderName.VARIABLE);
    if (shared.server != null || !named) {
      return false;
    }
    try {
      String id = desks.with(desk -> desk.info(key)).at("/info/id").asString();
      throw new CommandException(
          ExitCode.USAGE,
          "'" + key + "' is a provider and the name of a client's key",
          "llmgw keys rotate %s, or its variable, such as OPENAI_API_KEY".formatted(id));
    } catch (GatewayException none) {
      if (none.kind() == ErrorKind.NOT_FOUND) {
        return true;
      }
      throw none;
    }
  }

  private void provider() throws IOException {
    var rotation = new ProviderRotation(shared, surroundings, spec.commandLine(), key);
    if (confirm && undo) {
      throw wrong("--confirm and --undo exclude each other");
    } else if (confirm) {
      rotation.confirm();
    } else if (undo) {
      rotation.undo();
    } else {
      rotation.start(input, dash != null, !unchecked);
    }
  }

  private void client() {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("key", key);
    if (grace != null) {
      request.put("grace_period", grace);
    }
    ObjectNode made = desks.with(desk -> desk.regenerate(request));
    String until = made.path("old_key_expires").asString("");
    new KeyPrinter(spec.commandLine(), shared)
        .secret(
            made,
            until.isEmpty() ? "the old secret is over" : "the old secret is good until " + until);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

package io.llmgw.cli;

import io.llmgw.app.KeyDesk;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Secret;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the keys of clients a command is about: in the store, or of the gateway at --server. */
final class KeyDesks {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SharedOptions shared;
  private final Surroundings surroundings;

  KeyDesks(SharedOptions shared, Surroundings surroundings) {
    this.shared = shared;
    this.surroundings = surroundings;
  }

  /** Does something with the keys. */
  <T> T with(Function<KeyDesk, T> work) {
    try (KeyDesk desk = open()) {
      return work.apply(desk);
    } catch (GatewayException refused) {
      boolean key = refused.kind() == ErrorKind.AUTHENTICATION || refused.status() == 403;
      if (shared.server != null && key) {
        throw new CommandException(
            ExitCode.AUTHENTICATION,
            refused.text(),
            "export LLMGW_MASTER_KEY, the master key of the gateway at " + shared.server);
      }
      throw refused;
    }
  }

  private KeyDesk open() {
    String server = shared.server;
    return server == null ? KeyDesk.local(config()) : remote(server);
  }

  private KeyDesk remote(String server) {
    try {
      Duration patience = shared.timeout == null ? PATIENCE : shared.timeout;
      return KeyDesk.remote(server, masterKey(), surroundings.environment(), patience);
    } catch (IllegalArgumentException wrong) {
      throw new CommandException(
          ExitCode.USAGE,
          "--server %s is no address: %s".formatted(server, wrong.getMessage()),
          "--server http://127.0.0.1:4000");
    }
  }

  private Secret masterKey() {
    for (String name : new String[] {"LLMGW_MASTER_KEY", "LITELLM_MASTER_KEY"}) {
      String key = surroundings.environment().text(name);
      if (key != null) {
        return new Secret(key);
      }
    }
    throw new CommandException(
        ExitCode.AUTHENTICATION,
        "the gateway's master key is needed to manage its keys",
        "export LLMGW_MASTER_KEY");
  }

  /** What the configuration says about the gateway itself; its models may be as they like. */
  LoadedConfig config() {
    ConfigRequest request = ConfigRequest.DEFAULT;
    return new ConfigLoader(surroundings.environment())
        .loadSettings(shared.config == null ? request : request.withFile(shared.config));
  }

  /** What a running gateway asks for; null when it lets everyone in. */
  @Nullable String noteAboutMasterKey() {
    boolean open = shared.server == null && config().config().general().masterKey() == null;
    return open
        ? "note: the gateway asks for keys only when it has a master key: set LLMGW_MASTER_KEY"
        : null;
  }
}

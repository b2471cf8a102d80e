package io.llmgw.app;

import io.llmgw.config.Environment;
import io.llmgw.config.LoadedConfig;
import io.llmgw.config.Secret;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keys of clients, of this machine's gateway or of a running one, by LiteLLM's names. Failures are
 * {@link io.llmgw.model.GatewayException}s. Whoever opens it closes it.
 */
public interface KeyDesk extends AutoCloseable {

  /** The keys where the configuration says, whether a gateway runs or not. */
  static KeyDesk local(LoadedConfig loaded) {
    return new LocalKeyDesk(loaded);
  }

  /**
   * The keys of a running gateway.
   *
   * @param url where it is, with or without {@code /v1}
   * @throws IllegalArgumentException when that is no address
   */
  static KeyDesk remote(String url, Secret masterKey, Environment environment, Duration timeout) {
    return new RemoteKeyDesk(url, masterKey, environment, timeout);
  }

  /** Makes a key; its secret is in the answer and nowhere else. */
  ObjectNode generate(ObjectNode request);

  ObjectNode update(ObjectNode request);

  /** Gives a key another secret, which is in the answer and nowhere else. */
  ObjectNode regenerate(ObjectNode request);

  ObjectNode delete(ObjectNode request);

  /** What is known of one key. */
  ObjectNode info(String name);

  /** A page of keys; the first one is 1. */
  ObjectNode list(int page, int size);

  /** Where the keys are, for people. */
  String place();

  @Override
  void close();
}

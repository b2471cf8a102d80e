package io.llmgw.keys;

import org.jspecify.annotations.Nullable;

/**
 * Where the keys are, opened when they are first needed. Thread-safe; whoever made it closes it.
 */
public interface KeyVault extends AutoCloseable {
  /** A store that is open, and what its secrets are hashed with. */
  record Contents(KeyStore store, KeySecrets secrets) {}

  /**
   * Opens the vault if there is one.
   *
   * @return null when no key was ever made
   * @throws io.llmgw.model.GatewayException when it cannot be opened
   */
  @Nullable Contents ifThere();

  /** Opens the vault, and makes one if there is none. */
  Contents open();

  @Override
  void close();
}

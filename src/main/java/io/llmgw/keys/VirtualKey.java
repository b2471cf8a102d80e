package io.llmgw.keys;

import java.time.Instant;

/**
 * A key clients send. Its secret is not here, and nowhere else in the gateway.
 *
 * @param id never changes, also when the secret does
 * @param hash of the secret in force, by {@link KeySecrets#hash}
 * @param masked what people recognise the secret by: {@code sk-...abcd}
 */
public record VirtualKey(
    String id, String hash, String masked, KeySettings settings, Instant created, Instant updated) {

  /** How messages call it. */
  public String shown() {
    String alias = settings.alias();
    return alias == null ? masked : "'" + alias + "'";
  }

  /** Whether its time is over. */
  public boolean expired(Instant now) {
    Instant end = settings.expires();
    return end != null && !now.isBefore(end);
  }

  VirtualKey with(KeySettings changed, Instant now) {
    return new VirtualKey(id, hash, masked, changed, created, now);
  }

  VirtualKey withSecret(String newHash, String newMasked, Instant now) {
    return new VirtualKey(id, newHash, newMasked, settings, created, now);
  }
}

package io.llmgw.server;

import io.llmgw.config.GeneralSettings;
import io.llmgw.config.Secret;
import io.llmgw.keys.Caller;
import io.llmgw.keys.Client;
import io.llmgw.keys.KeyRing;
import io.llmgw.keys.KeyStore;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells by its key who a request comes from. Thread-safe. */
public final class Callers {
  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
  private static final Caller MASTER = new Caller.Master();

  private final KeyRing ring;
  private final InstantSource clock;

  public Callers(KeyRing ring, InstantSource clock) {
    this.ring = ring;
    this.clock = clock;
  }

  /**
   * Who it is.
   *
   * @throws GatewayException when a key is asked for and there is none, or none that is good
   */
  Caller of(Exchange exchange, GeneralSettings settings) {
    Secret master = settings.masterKey();
    if (master == null) {
      return anyone(exchange, settings);
    }
    String key = Keys.find(exchange, settings.keyHeader());
    if (key == null) {
      throw Keys.refused("No key was sent. Send the gateway's key as 'Authorization: Bearer KEY'.");
    }
    if (same(key, master.reveal())) {
      return MASTER;
    }
    KeyStore.Found found = find(key);
    if (found == null) {
      throw Keys.refused("The key is not valid for this gateway.");
    }
    return checked(found);
  }

  private static Caller anyone(Exchange exchange, GeneralSettings settings) {
    try {
      String key = Keys.find(exchange, settings.keyHeader());
      return new Caller.Anyone(key == null ? "" : digest(key));
    } catch (GatewayException _) {
      // where no key is asked for, a header that holds none is no mistake
      return new Caller.Anyone("");
    }
  }

  private KeyStore.@Nullable Found find(String key) {
    try {
      return ring.find(key);
    } catch (GatewayException failure) {
      LOG.error("a key could not be looked up: {}", failure.text());
      throw new GatewayException(
          ErrorKind.UNAVAILABLE,
          "The gateway cannot look keys up now; its log says why.",
          new ErrorDetail(503, "no_db_connection", null, null, null),
          failure);
    }
  }

  private Caller checked(KeyStore.Found found) {
    Instant now = clock.instant();
    if (found.key().expired(now)) {
      throw refused(
          "expired_key",
          "The key %s expired at %s."
              .formatted(found.key().shown(), found.key().settings().expires()));
    }
    if (found.key().settings().blocked()) {
      throw refused("auth_error", "The key %s is blocked.".formatted(found.key().shown()));
    }
    return new Client(found.key(), found.user());
  }

  private static GatewayException refused(String type, String message) {
    return new GatewayException(
        ErrorKind.AUTHENTICATION, message, new ErrorDetail(401, type, null, null, null));
  }

  private static String digest(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Compares in a time that does not tell how much was right, nor how long the key is. */
  private static boolean same(String given, String wanted) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }
}

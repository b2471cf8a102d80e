package io.llmgw.server;

import io.llmgw.config.GeneralSettings;
import io.llmgw.config.Secret;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key of a request, in the order LiteLLM looks for it, and checks it against the master
 * key.
 */
public final class Keys {
  private static final String[] PLAIN_HEADERS = {
    "API-Key", "x-api-key", "x-goog-api-key", "Ocp-Apim-Subscription-Key"
  };

  private static final String[] SCHEMES = {"bearer ", "basic "};

  private Keys() {}

  /**
   * Lets the request pass, or throws.
   *
   * @throws GatewayException of kind AUTHENTICATION
   */
  static void check(Exchange exchange, GeneralSettings settings) {
    Secret master = settings.masterKey();
    if (master == null) {
      return;
    }
    String key = find(exchange, settings.keyHeader());
    if (key == null) {
      throw refused("No key was sent. Send the gateway's key as 'Authorization: Bearer KEY'.");
    }
    if (!same(key, master.reveal())) {
      throw refused("The key is not valid for this gateway.");
    }
  }

  /**
   * Tells one client's things from another's: a digest of the key the request came with, empty
   * without one.
   */
  public static String owner(Exchange exchange, GeneralSettings settings) {
    try {
      String key = find(exchange, settings.keyHeader());
      return key == null ? "" : digest(key);
    } catch (GatewayException _) {
      // where no key is asked for, a header that holds none is no mistake
      return "";
    }
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

  private static @Nullable String find(Exchange exchange, @Nullable String keyHeader) {
    String own = keyHeader == null ? null : exchange.header(keyHeader);
    if (own == null) {
      own = exchange.header("x-litellm-api-key");
    }
    if (own != null) {
      String bearer = scheme(own, "bearer ");
      return bearer == null ? own.strip() : bearer;
    }
    String authorization = exchange.header("Authorization");
    if (authorization != null && !authorization.isBlank()) {
      return authorized(authorization);
    }
    for (String name : PLAIN_HEADERS) {
      String value = exchange.header(name);
      if (value != null) {
        return value.strip();
      }
    }
    return null;
  }

  private static String authorized(String value) {
    for (String scheme : SCHEMES) {
      String key = scheme(value, scheme);
      if (key != null) {
        return key;
      }
    }
    String signed = scheme(value, "AWS4-HMAC-SHA256 Credential=");
    if (signed != null) {
      // an AWS client that was given the gateway's key as its access key
      String bearer = scheme(signed, "bearer ");
      return (bearer == null ? signed : bearer).split("/", 2)[0];
    }
    throw refused("The Authorization header holds no key. Send it as 'Authorization: Bearer KEY'.");
  }

  private static @Nullable String scheme(String value, String scheme) {
    return value.regionMatches(true, 0, scheme, 0, scheme.length())
        ? value.substring(scheme.length()).strip()
        : null;
  }

  /** Compares in a time that does not tell how much was right, nor how long the key is. */
  private static boolean same(String given, String wanted) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  private static GatewayException refused(String message) {
    return new GatewayException(
        ErrorKind.AUTHENTICATION,
        message,
        new ErrorDetail(401, "auth_error", "invalid_api_key", null, null));
  }
}

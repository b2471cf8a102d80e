package io.llmgw.server;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import org.jspecify.annotations.Nullable;

/** Finds the key of a request, in the order LiteLLM looks for it. */
final class Keys {
  private static final String[] PLAIN_HEADERS = {
    "API-Key", "x-api-key", "x-goog-api-key", "Ocp-Apim-Subscription-Key"
  };

  private static final String[] SCHEMES = {"bearer ", "basic "};

  private Keys() {}

  /**
   * The key a request came with; null when it has none.
   *
   * @param keyHeader one more header to look into first
   * @throws GatewayException when the header that should hold one holds none
   */
  static @Nullable String find(Exchange exchange, @Nullable String keyHeader) {
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

  /** The failure of a request whose key is no good. */
  static GatewayException refused(String message) {
    return new GatewayException(
        ErrorKind.AUTHENTICATION,
        message,
        new ErrorDetail(401, "auth_error", "invalid_api_key", null, null));
  }
}

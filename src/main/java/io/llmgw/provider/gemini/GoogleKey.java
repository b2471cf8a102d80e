package io.llmgw.provider.gemini;

import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a file of Google credentials holds.
 *
 * @see <a href="https://google.aip.dev/auth/4110">application default credentials</a>
 */
sealed interface GoogleKey {
  String TOKEN_ADDRESS = "https://oauth2.googleapis.com/token";

  /** The project it belongs to, if it says so. */
  @Nullable String project();

  /** An account for programs, which proves itself with a signature. */
  record ServiceAccount(
      String email, String keyId, PrivateKey key, String tokenAddress, @Nullable String project)
      implements GoogleKey {}

  /** A person who signed in with {@code gcloud}. */
  record AuthorizedUser(
      String clientId,
      Secret clientSecret,
      Secret refreshToken,
      String tokenAddress,
      @Nullable String project)
      implements GoogleKey {}

  /**
   * Reads such a file.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without its secrets
   */
  static GoogleKey read(String text) {
    JsonNode file;
    try {
      file = Json.MAPPER.readTree(text);
    } catch (JacksonException _) {
      // its message would quote what may be a key
      throw new IllegalArgumentException("is not JSON");
    }
    String type = file.path("type").asString("");
    return switch (type) {
      case "service_account" ->
          new ServiceAccount(
              field(file, "client_email"),
              file.path("private_key_id").asString(""),
              privateKey(field(file, "private_key")),
              tokenAddress(file),
              optional(file, "project_id"));
      case "authorized_user" ->
          new AuthorizedUser(
              field(file, "client_id"),
              new Secret(field(file, "client_secret")),
              new Secret(field(file, "refresh_token")),
              tokenAddress(file),
              optional(file, "quota_project_id"));
      default ->
          throw new IllegalArgumentException(
              "has the type '"
                  + type
                  + "', which is not supported; use a service_account or an authorized_user");
    };
  }

  private static @Nullable String optional(JsonNode file, String name) {
    String value = file.path(name).asString("");
    return value.isBlank() ? null : value;
  }

  private static String field(JsonNode file, String name) {
    String value = optional(file, name);
    if (value == null) {
      throw new IllegalArgumentException("lacks '" + name + "'");
    }
    return value;
  }

  /** What proves who we are is posted there: never in the clear, but for a stand-in here. */
  private static String tokenAddress(JsonNode file) {
    String address = file.path("token_uri").asString(TOKEN_ADDRESS);
    try {
      URI uri = URI.create(address);
      boolean here = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() != null && (secure || (here && "http".equals(uri.getScheme())))) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // not even a URL
    }
    throw new IllegalArgumentException("has a token_uri that is no https address");
  }

  private static PrivateKey privateKey(String pem) {
    try {
      String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
      byte[] der = Base64.getMimeDecoder().decode(base64.replace("\\n", "\n"));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // the cause may quote the key
      throw new IllegalArgumentException("has a private_key that is no RSA key in PEM");
    }
  }
}

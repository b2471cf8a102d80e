package io.llmgw.provider.gemini;

import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.Token;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gets access tokens from Google.
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">service
 *     accounts</a>
 * @see <a href="https://cloud.google.com/compute/docs/metadata/overview">the metadata server</a>
 */
final class GoogleTokens {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/default";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final int MAX_ANSWER_BYTES = 1 << 18;

  private final HttpTransport transport;
  private final InstantSource clock;

  GoogleTokens(HttpTransport transport, InstantSource clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /** The token for what a file of credentials says. */
  Token fetch(GoogleKey key, Call call) {
    return switch (key) {
      case GoogleKey.ServiceAccount account -> {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put("assertion", assertion(account));
        yield post(account.tokenAddress(), form, call);
      }
      case GoogleKey.AuthorizedUser user -> {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", user.clientId());
        form.put("client_secret", user.clientSecret().reveal());
        form.put("refresh_token", user.refreshToken().reveal());
        yield post(user.tokenAddress(), form, call);
      }
    };
  }

  /** The token of the machine we run on, which only its metadata server at that host knows. */
  Token ofMachine(String host, Call call) {
    HttpTarget target =
        HttpTarget.of("http://" + host + METADATA + "/token", Map.of("Metadata-Flavor", "Google"));
    // outside of Google Cloud there is nothing there, often not even a way to say so
    Call probe = new Call(call.id(), call.cancellation(), new TimeLimits(PROBE, PROBE, PROBE));
    try (HttpAnswer answer = transport.get(target, Map.of(), probe)) {
      return token("the metadata server", answer);
    } catch (GatewayException failure) {
      if (failure.kind() == ErrorKind.NETWORK || failure.kind() == ErrorKind.TIMEOUT) {
        throw new GatewayException(
            ErrorKind.AUTHENTICATION,
            "There are no credentials for Vertex AI: set vertex_credentials or"
                + " GOOGLE_APPLICATION_CREDENTIALS, since this is no machine in Google Cloud.",
            ErrorDetail.NONE,
            failure);
      }
      throw failure;
    }
  }

  private Token post(String address, Map<String, String> form, Call call) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    Payload payload = Payload.of(body.getBytes(StandardCharsets.US_ASCII));
    HttpTarget target = HttpTarget.of(address, Map.of());
    try (HttpAnswer answer = transport.postForm(target, Map.of(), payload, call)) {
      return token(target.host(), answer);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Token token(String place, HttpAnswer answer) {
    JsonNode body = json(answer.readAll(MAX_ANSWER_BYTES));
    int status = answer.status();
    if (status != 200) {
      String reason = reason(body);
      boolean later = status == 408 || status == 429 || status >= 500;
      throw new GatewayException(
          later ? ErrorKind.UNAVAILABLE : ErrorKind.AUTHENTICATION,
          "Google gave no token for Vertex AI: %s answered with status %d%s"
              .formatted(place, status, reason == null ? "." : ": " + reason));
    }
    String value = body.path("access_token").asString("");
    long seconds = body.path("expires_in").asLong(0);
    if (value.isEmpty() || seconds <= 0 || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, place + " answered without a usable token for Vertex AI.");
    }
    return new Token(new Secret(value), clock.instant().plusSeconds(seconds));
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException _) {
      // a web page, or nothing: the status then has to say it all
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String reason(JsonNode body) {
    String error = body.path("error").asString("");
    String description = body.path("error_description").asString("");
    if (error.isEmpty() && description.isEmpty()) {
      return null;
    }
    return description.isEmpty() ? error : error + " (" + description + ")";
  }

  /** The signed claim of a service account to be itself. */
  private String assertion(GoogleKey.ServiceAccount account) {
    Instant now = clock.instant();
    ObjectNode header = JsonNodeFactory.instance.objectNode().put("alg", "RS256").put("typ", "JWT");
    if (!account.keyId().isEmpty()) {
      header.put("kid", account.keyId());
    }
    ObjectNode claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("iss", account.email())
            .put("scope", SCOPE)
            .put("aud", account.tokenAddress())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFE).getEpochSecond());
    String text =
        base64(Json.MAPPER.writeValueAsBytes(header))
            + "."
            + base64(Json.MAPPER.writeValueAsBytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(account.key());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException broken) {
      throw new GatewayException(
          ErrorKind.AUTHENTICATION,
          "The private key of vertex_credentials cannot sign: " + broken.getMessage(),
          ErrorDetail.NONE,
          broken);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

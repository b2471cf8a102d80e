package io.llmgw.provider.bedrock;

import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Token;
import io.llmgw.provider.TokenCache;
import io.llmgw.provider.TokenSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys that are lent for a time to the place the gateway runs in, and renewed before their end. */
final class LentKeys implements KeySource {
  private static final String PREFIX = "Bearer ";

  // tokens are texts, and so are three keys in JSON
  private final TokenCache cache;

  LentKeys(TokenSource source, InstantSource clock) {
    this.cache = new TokenCache("AWS", source, clock);
  }

  @Override
  public AwsKeys keys(Call call) {
    String header = Objects.requireNonNull(cache.headers(call).get("Authorization"));
    JsonNode keys = Json.MAPPER.readTree(header.substring(PREFIX.length()));
    return new AwsKeys(
        keys.path("id").asString(),
        new Secret(keys.path("secret").asString()),
        new Secret(keys.path("session").asString()));
  }

  @Override
  public boolean refused() {
    return cache.refused();
  }

  /**
   * Keys as what lends them writes them.
   *
   * @param session the name of the session's member
   * @param place who answered, for the message
   */
  static Token token(JsonNode answer, String session, String place) {
    ObjectNode keys = Json.MAPPER.createObjectNode();
    keys.put("id", answer.path("AccessKeyId").asString(""));
    keys.put("secret", answer.path("SecretAccessKey").asString(""));
    keys.put("session", answer.path(session).asString(""));
    for (JsonNode key : keys) {
      if (key.asString().isEmpty()) {
        throw new GatewayException(
            ErrorKind.UPSTREAM, place + " answered without usable keys for AWS.");
      }
    }
    return new Token(new Secret(keys.toString()), expiry(answer.path("Expiration"), place));
  }

  private static Instant expiry(JsonNode moment, String place) {
    try {
      return moment.isNumber()
          ? Instant.ofEpochSecond(moment.asLong())
          : Instant.parse(moment.asString(""));
    } catch (DateTimeException _) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, place + " does not say until when its keys for AWS are good.");
    }
  }
}

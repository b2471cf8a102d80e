package io.llmgw.provider.azure;

import io.llmgw.config.Secret;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Token;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a place that gives tokens answered.
 *
 * @param challenge the header {@code WWW-Authenticate}
 * @param body missing when it was no JSON
 * @param received when it came
 */
record TokenReply(
    String host, int status, @Nullable String challenge, JsonNode body, Instant received) {
  private static final int LONGEST_REASON = 300;

  boolean good() {
    return status >= 200 && status < 300;
  }

  /** Whether the same request may be answered a little later. */
  boolean transientFailure() {
    return status == 408 || status == 410 || status == 429 || status >= 500;
  }

  /**
   * The token in a good answer.
   *
   * @throws GatewayException when there is none, or it has no end
   */
  Token token() {
    String value = body.path("access_token").asString("");
    Instant expiry = expiry();
    if (value.isEmpty() || !HeaderText.oneWord(value) || expiry == null) {
      throw new GatewayException(
          ErrorKind.UPSTREAM, host + " answered without a usable token for Azure.");
    }
    return new Token(new Secret(value), expiry);
  }

  /** Seconds from now, or since 1970; as numbers or as text. */
  private @Nullable Instant expiry() {
    long seconds = number(body.path("expires_in"));
    if (seconds > 0) {
      return received.plusSeconds(seconds);
    }
    long epoch = number(body.path("expires_on"));
    return epoch > 0 ? Instant.ofEpochSecond(epoch) : null;
  }

  private static long number(JsonNode node) {
    String text = node.isNumber() || node.isString() ? node.asString().strip() : "";
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  /** What the answer says went wrong, in one line. */
  String reason() {
    JsonNode error = body.path("error");
    for (JsonNode candidate :
        new JsonNode[] {
          body.path("error_description"), error.path("message"), body.path("message"), error
        }) {
      if (candidate.isString() && !candidate.asString().isBlank()) {
        String line = candidate.asString().lines().findFirst().orElse("").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " …";
      }
    }
    return "status " + status;
  }
}

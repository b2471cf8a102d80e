package io.llmgw.server;

import static io.llmgw.server.JsonBody.wrong;

import io.llmgw.json.JsonObjectIndex;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limit a client sets for its own call: header {@code x-litellm-timeout} or member {@code
 * timeout}, in seconds.
 */
public final class TimeLimit {
  private static final double LONGEST_SECONDS = 86_400;

  private TimeLimit() {}

  /**
   * Reads the limit; null when the client gives none.
   *
   * @throws io.llmgw.model.GatewayException when it is no number in the range
   */
  public static @Nullable Duration of(Exchange exchange, JsonObjectIndex body) {
    String header = exchange.header("x-litellm-timeout");
    int member = body.find("timeout");
    if (header == null && !body.isSet(member)) {
      return null;
    }
    String field = header == null ? "timeout" : "x-litellm-timeout";
    String text = header == null ? JsonBody.tree(body, member).asString("") : header;
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= LONGEST_SECONDS) {
        // never 0, which means no limit
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
      }
    } catch (NumberFormatException _) {
      // said below, as for a number out of range
    }
    throw wrong(field, "must be a number of seconds between 0 and 86400");
  }
}

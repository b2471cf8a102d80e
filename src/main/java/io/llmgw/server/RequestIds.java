package io.llmgw.server;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The ids a request is known by: the client's own if it sent a usable one. */
public final class RequestIds {
  private static final int LONGEST = 128;

  private RequestIds() {}

  /** Echoes the client's request id, if it has one. */
  static void accept(Exchange exchange) {
    String id = usable(exchange.header("x-request-id"));
    if (id != null) {
      exchange.answerHeader("x-request-id", id);
    }
  }

  /**
   * The id of the call: {@code x-litellm-call-id} or {@code x-request-id} as sent, else a new one.
   */
  private static String of(Exchange exchange) {
    String call = usable(exchange.header("x-litellm-call-id"));
    String id = call != null ? call : usable(exchange.header("x-request-id"));
    return id != null ? id : fresh();
  }

  /** The same, and tells the client, also of a request that fails later. */
  public static String accepted(Exchange exchange) {
    String id = of(exchange);
    exchange.answerHeader("x-litellm-call-id", id);
    return id;
  }

  /** A random UUID; unique, but not meant to be unguessable. */
  public static String fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** The id if it is short and harmless in a header and a log, else null. */
  private static @Nullable String usable(@Nullable String id) {
    boolean good =
        id != null
            && !id.isEmpty()
            && id.length() <= LONGEST
            && id.chars().allMatch(c -> c > ' ' && c < 127);
    return good ? id : null;
  }
}

package io.llmgw.provider.openai;

import io.llmgw.json.Payload;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.VendorWords;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** Sends requests to one deployment and turns its refusals into failures. Thread-safe. */
final class Upstream {
  /** Longest answer in one piece that is read. */
  static final int MAX_ANSWER_BYTES = 128 << 20;

  private static final int MAX_ERROR_BYTES = 1 << 20;

  private final String name;
  private final Address address;
  private final HttpTransport transport;
  private final InstantSource clock;

  Upstream(String name, Address address, HttpTransport transport, InstantSource clock) {
    this.name = name;
    this.address = address;
    this.transport = transport;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  Address address() {
    return address;
  }

  /**
   * An answer that has begun well.
   *
   * @param streaming whether events come; the first byte tells, since some upstreams send a whole
   *     answer although asked for a stream, or the reverse, or call either by a wrong type
   */
  record Sent(HttpAnswer answer, boolean streaming) {
    /** Does something with the answer, which is closed if that fails. */
    <T> T closedOnFailure(Supplier<T> step) {
      return answer.closedOnFailure(step);
    }
  }

  /** Posts once. */
  Sent post(Operation operation, Payload payload, boolean streamAsked, Call call) {
    Map<String, String> credentials = address.credentials(call);
    HttpAnswer answer = transport.post(address.target(operation), credentials, payload, call);
    return answer.closedOnFailure(() -> {
      check(answer, credentials);
      return new Sent(answer, isStream(answer, streamAsked));
    });
  }

  /** Gets something whole. */
  byte[] get(HttpTarget target, Call call) {
    Map<String, String> credentials = address.credentials(call);
    try (HttpAnswer answer = transport.get(target, credentials, call)) {
      check(answer, credentials);
      return answer.readAll(MAX_ANSWER_BYTES);
    }
  }

  private static boolean isStream(HttpAnswer answer, boolean asked) {
    return switch (answer.firstByte()) {
      case '{', '[', '<', -1 -> false;
      default -> asked || answer.isType("text/event-stream");
    };
  }

  private void check(HttpAnswer answer, Map<String, String> credentials) {
    int status = answer.status();
    if (status >= 400) {
      String body = new String(answer.readAll(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
      // some upstreams quote the key they refuse
      String plain = VendorWords.withoutSecrets(body, credentials.values());
      throw ErrorBody.of(
              name, status, plain.getBytes(StandardCharsets.UTF_8), RetryAfter.of(answer, clock))
          .withHeaders(Heads.of(answer).headers());
    }
    if (status >= 300) {
      String location = answer.header("Location");
      throw new GatewayException(
          ErrorKind.UPSTREAM, VendorWords.redirected(name, status, location, "api_base"));
    }
  }
}

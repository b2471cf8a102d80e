package io.llmgw.provider.gemini;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.VendorWords;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks one deployment and tells good answers from failures. */
final class Upstream {
  static final int MAX_ANSWER_BYTES = 128 << 20;
  private static final int MAX_ERROR_BYTES = 1 << 20;

  private final String vendor;
  private final Endpoint endpoint;
  private final HttpTransport transport;
  private final InstantSource clock;

  Upstream(String vendor, Endpoint endpoint, HttpTransport transport, InstantSource clock) {
    this.vendor = vendor;
    this.endpoint = endpoint;
    this.transport = transport;
    this.clock = clock;
  }

  /**
   * An answer that has begun well.
   *
   * @param errors reads errors that are still to come in it
   */
  record Sent(HttpAnswer answer, ErrorBody errors) {}

  Endpoint endpoint() {
    return endpoint;
  }

  Sent post(String method, ObjectNode body, Call call) {
    HttpTarget target = endpoint.method(method);
    Payload payload = Payload.of(Json.MAPPER.writeValueAsBytes(body));
    return ask(call, headers -> transport.post(target, headers, payload, call));
  }

  /** The whole answer to a request. */
  JsonNode postForJson(String method, ObjectNode body, Call call) {
    return json(post(method, body, call));
  }

  /** A page of the list of models. */
  JsonNode models(@Nullable String page, Call call) {
    HttpTarget target = endpoint.models(page);
    return json(ask(call, headers -> transport.get(target, headers, call)));
  }

  /** Asks, and asks again when a token was refused that had been kept for too long. */
  private Sent ask(Call call, Function<Map<String, String>, HttpAnswer> question) {
    boolean refreshed = false;
    while (true) {
      Map<String, String> credentials = endpoint.credentials(call);
      ErrorBody errors = new ErrorBody(vendor, credentials.values());
      HttpAnswer answer = question.apply(credentials);
      try {
        check(answer, errors);
        return new Sent(answer, errors);
      } catch (GatewayException refusal) {
        answer.close();
        boolean stale = refusal.kind() == ErrorKind.AUTHENTICATION && !refreshed;
        if (!stale || !endpoint.refused()) {
          throw refusal;
        }
        refreshed = true;
      } catch (RuntimeException failure) {
        answer.close();
        throw failure;
      }
    }
  }

  private void check(HttpAnswer answer, ErrorBody errors) {
    int status = answer.status();
    if (status >= 400) {
      String body = new String(answer.readAll(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
      throw errors
          .of(status, body, RetryAfter.of(answer, clock))
          .withHeaders(Heads.of(answer).headers());
    }
    if (status >= 300) {
      String location = answer.header("Location");
      throw new GatewayException(
          ErrorKind.UPSTREAM, VendorWords.redirected(vendor, status, location, "api_base"));
    }
  }

  /** The whole answer, which is closed. */
  JsonNode json(Sent sent) {
    try (HttpAnswer answer = sent.answer()) {
      JsonNode tree = Json.MAPPER.readTree(answer.readAll(MAX_ANSWER_BYTES));
      if (ErrorBody.isError(tree)) {
        throw sent.errors().of(0, tree, null);
      }
      return tree;
    } catch (JacksonException broken) {
      throw failure("sent an answer that is not JSON; check its address (api_base)", broken);
    }
  }

  GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + vendor + " " + what + ".", ErrorDetail.NONE, cause);
  }
}

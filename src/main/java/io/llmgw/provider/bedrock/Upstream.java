package io.llmgw.provider.bedrock;

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
import java.util.ArrayList;
import java.util.List;
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
  private static final byte[] NOTHING = {};

  private final String vendor;
  private final Endpoint endpoint;
  private final Authorizer authorizer;
  private final HttpTransport transport;
  private final InstantSource clock;

  Upstream(
      String vendor,
      Endpoint endpoint,
      Authorizer authorizer,
      HttpTransport transport,
      InstantSource clock) {
    this.vendor = vendor;
    this.endpoint = endpoint;
    this.authorizer = authorizer;
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

  Sent post(HttpTarget target, ObjectNode body, Call call) {
    return post(target, Json.MAPPER.writeValueAsBytes(body), call);
  }

  Sent post(HttpTarget target, byte[] bytes, Call call) {
    List<Map.Entry<String, String>> headers =
        List.of(
            Map.entry("Host", Endpoint.host(target)),
            Map.entry("Content-Type", "application/json"));
    RequestSigner.Unsigned request =
        new RequestSigner.Unsigned("POST", Endpoint.path(target), "", headers, bytes);
    Payload payload = Payload.of(bytes);
    return ask(request, call, added -> transport.post(target, added, payload, call));
  }

  JsonNode postForJson(HttpTarget target, ObjectNode body, Call call) {
    return json(post(target, body, call));
  }

  JsonNode get(HttpTarget target, String query, Call call) {
    List<Map.Entry<String, String>> headers = List.of(Map.entry("Host", Endpoint.host(target)));
    RequestSigner.Unsigned request =
        new RequestSigner.Unsigned("GET", Endpoint.path(target), query, headers, NOTHING);
    return json(ask(request, call, added -> transport.get(target, added, call)));
  }

  /** Asks, and asks again when keys were refused that had been kept for too long. */
  private Sent ask(
      RequestSigner.Unsigned request,
      Call call,
      Function<Map<String, String>, HttpAnswer> question) {
    boolean refreshed = false;
    while (true) {
      List<String> secrets = new ArrayList<>();
      Map<String, String> added = authorizer.headers(request, call, secrets);
      ErrorBody errors = new ErrorBody(vendor, secrets);
      HttpAnswer answer = question.apply(added);
      try {
        check(answer, errors);
        return new Sent(answer, errors);
      } catch (GatewayException refusal) {
        answer.close();
        boolean stale = refusal.kind() == ErrorKind.AUTHENTICATION && !refreshed;
        if (!stale || !authorizer.refused()) {
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
          .of(status, answer.header("x-amzn-errortype"), body, RetryAfter.of(answer, clock))
          .withHeaders(Heads.of(answer).headers());
    }
    if (status >= 300) {
      String location = answer.header("Location");
      throw new GatewayException(
          ErrorKind.UPSTREAM, VendorWords.redirected(vendor, status, location, ErrorBody.ADDRESS));
    }
  }

  /** The whole answer, which is closed. */
  JsonNode json(Sent sent) {
    try (HttpAnswer answer = sent.answer()) {
      byte[] body = answer.readAll(MAX_ANSWER_BYTES);
      JsonNode tree = Json.MAPPER.readTree(body);
      // what only looks like the service may send an error with a good status
      boolean error = tree.path("Output").path("__type").isString() || tree.has("__type");
      if (error) {
        throw sent.errors().of(0, null, new String(body, StandardCharsets.UTF_8), null);
      }
      return tree;
    } catch (JacksonException broken) {
      throw failure(
          "sent an answer that is not JSON; check its address (aws_bedrock_runtime_endpoint)",
          broken);
    }
  }

  GatewayException failure(String what, @Nullable Throwable cause) {
    return new GatewayException(
        ErrorKind.UPSTREAM, "The provider " + vendor + " " + what + ".", ErrorDetail.NONE, cause);
  }
}

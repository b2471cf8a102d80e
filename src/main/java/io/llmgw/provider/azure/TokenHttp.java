package io.llmgw.provider.azure;

import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Talks to the places that give tokens. */
final class TokenHttp {
  private static final int MAX_ANSWER_BYTES = 1 << 18;

  private final HttpTransport transport;
  private final InstantSource clock;

  TokenHttp(HttpTransport transport, InstantSource clock) {
    this.transport = transport;
    this.clock = clock;
  }

  TokenReply get(String url, Map<String, String> query, Map<String, String> headers, Call call) {
    String separator = url.contains("?") ? "&" : "?";
    HttpTarget target = target(query.isEmpty() ? url : url + separator + form(query));
    try (HttpAnswer answer = transport.get(target, checked(headers), call)) {
      return reply(target, answer);
    }
  }

  TokenReply post(String url, Map<String, String> form, Map<String, String> headers, Call call) {
    HttpTarget target = target(url);
    Payload body = Payload.of(form(form).getBytes(StandardCharsets.US_ASCII));
    try (HttpAnswer answer = transport.postForm(target, checked(headers), body, call)) {
      return reply(target, answer);
    }
  }

  private TokenReply reply(HttpTarget target, HttpAnswer answer) {
    byte[] body = answer.readAll(MAX_ANSWER_BYTES);
    return new TokenReply(
        target.host(),
        answer.status(),
        answer.header("WWW-Authenticate"),
        json(body),
        clock.instant());
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException _) {
      // a web page, or nothing: the status then has to say it all
      return MissingNode.getInstance();
    }
  }

  private static HttpTarget target(String url) {
    try {
      return HttpTarget.of(url, Map.of());
    } catch (IllegalArgumentException _) {
      int query = url.indexOf('?');
      throw new GatewayException(
          ErrorKind.AUTHENTICATION,
          "No token for Azure can be had from '%s', which is not a URL."
              .formatted(query < 0 ? url : url.substring(0, query)));
    }
  }

  /** Refuses what the HTTP client would refuse with the value in its message. */
  private static Map<String, String> checked(Map<String, String> headers) {
    headers.forEach((name, value) -> {
      if (!HeaderText.allowed(value)) {
        throw new GatewayException(
            ErrorKind.AUTHENTICATION,
            "The value for the header %s, needed to get a token for Azure, has characters that HTTP does not allow."
                .formatted(name));
      }
    });
    return headers;
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

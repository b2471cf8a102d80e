package io.llmgw.app;

import io.llmgw.config.Environment;
import io.llmgw.config.Secret;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Call;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpAnswer;
import io.llmgw.provider.http.HttpTarget;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.server.RequestIds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys of a running gateway, through its own routes. */
final class RemoteKeyDesk implements KeyDesk {
  private static final int LONGEST = 16 << 20;

  private final String base;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final HttpTransport transport;

  RemoteKeyDesk(String url, Secret masterKey, Environment environment, Duration timeout) {
    this.base = url.replaceFirst("/+$", "").replaceFirst("/v1$", "");
    this.headers = Map.of("Authorization", "Bearer " + masterKey.reveal());
    this.timeout = timeout;
    HttpTarget.of(base, headers);
    this.transport = new HttpTransport(timeout, new ProxyVariables(environment));
  }

  @Override
  public ObjectNode generate(ObjectNode request) {
    return post("/key/generate", request);
  }

  @Override
  public ObjectNode update(ObjectNode request) {
    return post("/key/update", request);
  }

  @Override
  public ObjectNode regenerate(ObjectNode request) {
    return post("/key/regenerate", request);
  }

  @Override
  public ObjectNode delete(ObjectNode request) {
    return post("/key/delete", request);
  }

  @Override
  public ObjectNode info(String name) {
    return get("/key/info?key=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  @Override
  public ObjectNode list(int page, int size) {
    return get("/key/list?return_full_object=true&page=" + page + "&size=" + size);
  }

  @Override
  public String place() {
    return base;
  }

  private ObjectNode get(String path) {
    return read(transport.get(target(path), Map.of(), call()));
  }

  private ObjectNode post(String path, ObjectNode request) {
    Payload body = Payload.of(request.toString().getBytes(StandardCharsets.UTF_8));
    return read(transport.post(target(path), Map.of(), body, call()));
  }

  private HttpTarget target(String path) {
    return HttpTarget.of(base + path, headers);
  }

  private Call call() {
    var limits = new TimeLimits(timeout, timeout, timeout);
    return new Call(RequestIds.fresh(), new Cancellation(), limits, new Fidelity(true));
  }

  private ObjectNode read(HttpAnswer opened) {
    try (HttpAnswer answer = opened) {
      JsonNode body = Json.MAPPER.readTree(answer.readAll(LONGEST));
      if (answer.status() == 200 && body instanceof ObjectNode object) {
        return object;
      }
      throw refused(answer.status(), body.at("/error/message").asString(""));
    } catch (JacksonException _) {
      throw refused(opened.status(), "");
    }
  }

  private GatewayException refused(int status, String message) {
    boolean ours = !message.isEmpty();
    ErrorKind kind = ours && status >= 400 ? ErrorKind.ofStatus(status) : ErrorKind.UPSTREAM;
    return new GatewayException(
        kind,
        ours
            ? message
            : "%s answered %d in a way no gateway with keys does.".formatted(base, status),
        new ErrorDetail(status, null, null, null, null));
  }

  @Override
  public void close() {
    transport.close();
  }
}

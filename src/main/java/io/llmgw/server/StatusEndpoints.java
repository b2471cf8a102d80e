package io.llmgw.server;

import io.llmgw.gateway.Gateway;
import io.llmgw.json.Json;
import io.llmgw.json.Payload;
import io.llmgw.observe.Measurements;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway says about itself: that it lives, that it is ready, what it is. */
public final class StatusEndpoints {
  private static final String JSON = "application/json";

  private final Gateway gateway;
  private final Admission admission;
  private final String version;
  private final InstantSource clock;
  private final Instant started;

  public StatusEndpoints(
      Gateway gateway, Admission admission, String version, InstantSource clock) {
    this.gateway = gateway;
    this.admission = admission;
    this.version = version;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** {@code GET /health/liveliness}: the process answers; LiteLLM's words. */
  public Endpoint live() {
    byte[] alive = "\"I'm alive!\"".getBytes(StandardCharsets.US_ASCII);
    return (exchange, _) -> exchange.respond(200, JSON, Payload.of(alive));
  }

  /** {@code GET /health/readiness}: new requests are welcome; 503 while the gateway shuts down. */
  public Endpoint ready() {
    return (exchange, _) -> {
      boolean ready = !admission.draining();
      ObjectNode body = Json.MAPPER.createObjectNode();
      body.put("status", ready ? "healthy" : "draining");
      body.put("db", "Not connected").putNull("cache");
      body.put("litellm_version", "llmgw " + version);
      respond(exchange, ready ? 200 : 503, body);
    };
  }

  /**
   * {@code GET /health}: the state of the gateway itself and of its upstreams. With {@code ?model=}
   * of one model; with {@code ?level=chat} and the like also by asking it something, which costs.
   */
  public Endpoint health(UpstreamHealth upstreams) {
    return (exchange, _) -> {
      ObjectNode body = upstreams.report(exchange.query("model"), exchange.query("level"));
      body.put("status", admission.draining() ? "draining" : "healthy");
      body.put("version", version);
      body.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
      body.put("models", gateway.snapshot().models().groups().size());
      body.put("in_flight_requests", admission.inFlight());
      respond(exchange, 200, body);
    };
  }

  /**
   * {@code GET /metrics}: measurements for Prometheus. Asks no upstream anything.
   *
   * @param more adds what others measure
   */
  public Endpoint metrics(Consumer<Measurements> more) {
    return (exchange, _) -> {
      var all = new Measurements();
      all.gauge("llmgw_build_info", "1, with the version.").value(Map.of("version", version), 1);
      all.gauge("llmgw_start_time_seconds", "When the gateway started.")
          .value(started.getEpochSecond());
      all.gauge("llmgw_in_flight_requests", "Requests that are being answered.")
          .value(admission.inFlight());
      more.accept(all);
      byte[] text = all.toString().getBytes(StandardCharsets.UTF_8);
      exchange.respond(200, Measurements.TYPE, Payload.of(text));
    };
  }

  /** {@code GET /version}. */
  public Endpoint version() {
    return (exchange, _) ->
        respond(exchange, 200, Json.MAPPER.createObjectNode().put("version", version));
  }

  /** {@code GET /}: for whoever opens the address in a browser. */
  public Endpoint home() {
    return (exchange, _) ->
        respond(
            exchange,
            200,
            Json.MAPPER
                .createObjectNode()
                .put("name", "llmgw")
                .put("version", version)
                .put(
                    "message",
                    "The gateway runs. Clients use this address with /v1 as base URL, those of Ollama"
                        + " as it is (Ollama is running)."));
  }

  private static void respond(Exchange exchange, int status, ObjectNode body) {
    exchange.respond(status, JSON, Payload.of(Json.MAPPER.writeValueAsBytes(body)));
  }
}

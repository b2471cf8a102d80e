package io.llmgw.app;

import io.llmgw.json.Json;
import io.llmgw.testing.Golden;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.WireAnswer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays a golden case over real sockets: {@code client-request.json} goes in, {@code
 * upstream-request.json} must come out, {@code upstream-response.sse}, {@code .json} or {@code
 * upstream-failure.json} (with its {@code status}) comes back, and {@code client-response.sse},
 * {@code .ndjson}, {@code .json} or {@code client-failure.json} must reach the client. Files that
 * begin with {@code earlier-} make an exchange of their own before it, whose answer's id stands for
 * {@code PREVIOUS}.
 */
public final class GoldenExchange {
  private final Golden golden;
  private final TestingServer server;
  private final ScriptedUpstream upstream;
  private final String path;
  private String previous = "";

  /** Sets a case up for requests to that path. */
  public GoldenExchange(
      Golden golden, TestingServer server, ScriptedUpstream upstream, String path) {
    this.golden = golden;
    this.server = server;
    this.upstream = upstream;
    this.path = path;
  }

  /** Plays the case and compares. */
  public void play() {
    if (golden.has("earlier-client-request.json")) {
      play("earlier-");
    }
    play("");
  }

  private void play(String prefix) {
    upstream.then(reply(prefix));
    int before = upstream.requests().size();
    String request = golden.text(prefix + "client-request.json").replace("PREVIOUS", previous);
    WireAnswer answer;
    try (var client = server.connect()) {
      answer = client.post(path, request).answer();
    }
    if (upstream.requests().size() > before) {
      Received received = upstream.requests().get(before);
      golden.check(prefix + "upstream-request.json", received.body());
    }
    told(prefix, answer);
  }

  private Reply reply(String prefix) {
    if (golden.has(prefix + "upstream-response.sse")) {
      return Reply.sse(golden.text(prefix + "upstream-response.sse"));
    }
    if (golden.has(prefix + "upstream-failure.json")) {
      JsonNode failure = golden.json(prefix + "upstream-failure.json");
      return Reply.json(failure.get("status").asInt(), failure.get("body").toString());
    }
    return golden.has(prefix + "upstream-response.json")
        ? Reply.json(golden.text(prefix + "upstream-response.json"))
        : Reply.json(599, "{}");
  }

  private void told(String prefix, WireAnswer answer) {
    String body = steady(answer.text());
    if (answer.status() >= 400) {
      ObjectNode failure = Json.MAPPER.createObjectNode().put("status", answer.status());
      failure.set("body", Json.MAPPER.readTree(body));
      golden.check(prefix + "client-failure.json", failure.toString());
    } else if (answer.isJson()) {
      golden.check(prefix + "client-response.json", body);
      previous = answer.json().path("id").asString("");
    } else if (answer.header("content-type").orElse("").contains("ndjson")) {
      golden.check(prefix + "client-response.ndjson", body);
    } else {
      golden.check(prefix + "client-response.sse", body);
    }
  }

  /** Times and made-up ids differ with every run. */
  private static String steady(String body) {
    return body.replaceAll("_gw[0-9a-f]{32}", "_gwSEED")
        .replaceAll("msg_[0-9a-f]{8}-[0-9a-f-]{27}", "msg_SEED")
        .replaceAll("\"created_at\":\"[^\"]*\"", "\"created_at\":\"2026-01-01T00:00:00Z\"")
        .replaceAll("_duration\":[1-9]\\d*", "_duration\":1")
        .replaceAll("\"(created|created_at|completed_at)\":17\\d{8}", "\"$1\":1700000000")
        .replaceAll("\"(created|created_at|completed_at)\":1[89]\\d{8}", "\"$1\":1700000000");
  }
}

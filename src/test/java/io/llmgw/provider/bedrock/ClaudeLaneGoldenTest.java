package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.json.Json;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.testing.Golden;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests of Anthropic's clients for Anthropic's models on Bedrock; cases 39, 41, 42 and 78. */
class ClaudeLaneGoldenTest {
  private static final String EVENTS = "upstream-response.jsonl";
  private static final String QUESTION =
      "{\"model\":\"my-model\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static HttpTransport transport;

  @BeforeAll
  static void open() {
    transport = Setup.transport();
  }

  @AfterAll
  static void close() {
    transport.close();
  }

  static List<Golden> cases() {
    return Golden.cases("bedrock-anthropic");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void passesOnAsRecorded(Golden golden) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = serve(Setup.of(Setup.CLAUDE), upstream)) {
      upstream.always(reply(golden));

      WireAnswer answer =
          server.post(
              "/v1/messages?beta=true", golden.text("client-request.json"), headers(golden));

      assertThat(upstream.requests()).as(answer.text()).hasSize(1);
      Received received = upstream.request();
      golden.check("upstream-request.json", received.body());
      boolean streams = golden.json("client-request.json").has("stream");
      assertThat(received.target())
          .endsWith(streams ? "/invoke-with-response-stream" : "/invoke")
          .contains("claude-sonnet-4-5-20250929-v1%3A0");
      golden.check(
          answer.isJson() ? "client-response.json" : "client-response.sse", stable(answer.text()));
      if (answer.status() != 200) {
        golden.check("client-status.txt", answer.status() + "\n");
      }
      String fidelity = answer.header("x-llmgw-fidelity").orElse("");
      golden.check("fidelity.txt", fidelity + "\n");
    }
  }

  private static TestingServer serve(Setup setup, ScriptedUpstream upstream) {
    return TestingServer.start(
        new TestingConfig().retries(0).with(setup.deployment(upstream.url())),
        _ -> setup.provider(transport, upstream.url()));
  }

  private static String[] headers(Golden golden) {
    return golden.has("anthropic-beta.txt")
        ? new String[] {"anthropic-beta: " + golden.text("anthropic-beta.txt").strip()}
        : new String[0];
  }

  private static String stable(String text) {
    return text.replaceAll("\"request_id\":\"[^\"]+\"", "\"request_id\":\"req_1\"");
  }

  private static Reply reply(Golden golden) {
    if (golden.has(EVENTS)) {
      return stream(golden.text(EVENTS));
    }
    int status =
        golden.has("status.txt") ? Integer.parseInt(golden.text("status.txt").strip()) : 200;
    return Reply.json(status, golden.text("upstream-response.json"));
  }

  /** Anthropic's events come as chunks in base64, Bedrock's own faults as frames. */
  private static Reply stream(String lines) {
    String frames =
        lines
            .lines()
            .map(line -> Json.MAPPER.readTree(line).has("type") ? chunk(line) : line)
            .collect(Collectors.joining("\n"));
    return Reply.status(200)
        .header("Content-Type", "application/vnd.amazon.eventstream")
        .send(Frames.of(frames));
  }

  private static String chunk(String event) {
    byte[] json = event.getBytes(StandardCharsets.UTF_8);
    return "{\"chunk\":{\"bytes\":\"%s\",\"p\":\"abcdef\"}}"
        .formatted(Base64.getEncoder().encodeToString(json));
  }

  private static Golden golden(String owner, String name) {
    return Golden.cases(owner).stream()
        .filter(golden -> golden.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What the model cannot do here, Converse's translation leaves out, loads or refuses. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Hi\"}],\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}",
        "[{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"image\",\"source\":"
            + "{\"type\":\"url\",\"url\":\"https://example.org/a.png\"}}]}"
      })
  void leavesToConverseWhatTheModelCannotDoHere(String content) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = serve(Setup.of(Setup.CLAUDE), upstream)) {
      upstream.always(said());

      WireAnswer answer =
          server.post(
              "/v1/messages",
              "{\"model\":\"my-model\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                  + "\"content\":"
                  + content
                  + "]}");

      if (content.contains("url")) {
        assertThat(answer.errorMessage()).contains("not loaded: https://example.org/a.png");
      } else {
        assertThat(upstream.request().target()).endsWith("/converse-stream");
      }
    }
  }

  private static Reply said() {
    return Reply.status(200)
        .header("Content-Type", "application/vnd.amazon.eventstream")
        .send(Frames.of(golden("bedrock", "plain").text(EVENTS)));
  }

  /** Whoever names the route wants it, and other models have no such words. */
  @ParameterizedTest
  @CsvSource({
    "converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0, converse-stream",
    "amazon.nova-pro-v1:0, converse-stream",
    "invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0, invoke",
  })
  void takesTheConfiguredRoute(String model, String operation) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = serve(Setup.of(model), upstream)) {
      upstream.always(
          operation.equals("invoke")
              ? Reply.json(golden("bedrock-anthropic", "plain").text("upstream-response.json"))
              : said());

      WireAnswer answer = server.post("/v1/messages", QUESTION);

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(upstream.request().target()).endsWith("/" + operation);
    }
  }

  @Test
  void theConfigurationHasItsSay() {
    Setup setup =
        Setup.of(Setup.CLAUDE)
            .defaults(Map.of("temperature", 0.5, "max_tokens", 7, "num_ctx", 1))
            .extraBody(Map.of("top_k", 3))
            .repair(new Repair(null, List.of("metadata.user_id", "stop_sequences"), List.of()));
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = serve(setup, upstream)) {
      upstream.always(
          Reply.json(golden("bedrock-anthropic", "plain").text("upstream-response.json")));

      server.post(
          "/v1/messages",
          QUESTION.replaceFirst("}$", ",'stop_sequences':['x'],'metadata':{'user_id':'u'}}"));

      JsonNode sent = upstream.request().json();
      assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
      assertThat(sent.path("max_tokens").asInt()).isEqualTo(9);
      assertThat(sent.path("top_k").asInt()).isEqualTo(3);
      assertThat(sent.has("num_ctx")).isFalse();
      assertThat(sent.has("stop_sequences")).isFalse();
      assertThat(sent.path("metadata").isEmpty()).isTrue();
    }
  }

  /** Case 64. */
  @Test
  void leavingEndsTheCall() {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = serve(Setup.of(Setup.CLAUDE), upstream)) {
      String events = golden("bedrock-anthropic", "stream").text(EVENTS);
      upstream.always(stream(events.lines().limit(3).collect(Collectors.joining("\n"))).stall());

      try (WireClient client = server.connect()) {
        client.post("/v1/messages", QUESTION.replaceFirst("}$", ",\"stream\":true}"));
        assertThat(client.head()).isEqualTo(200);
      }

      assertThat(upstream.request().cancelled()).isTrue();
    }
  }

  /** Case 54: chunks may come in any pieces. */
  @Test
  void isTheSameInPieces() {
    Golden golden = golden("bedrock-anthropic", "stream");
    List<String> answers = new ArrayList<>();
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestingServer server = serve(Setup.of(Setup.CLAUDE), upstream)) {
      JsonNode request = golden.json("client-request.json");
      upstream.then(stream(golden.text(EVENTS)));
      upstream.then(stream(golden.text(EVENTS)).untilClose());
      answers.add(server.post("/v1/messages", request.toString()).text());
      answers.add(server.post("/v1/messages", request.toString()).text());
    }
    assertThat(answers.get(1)).isEqualTo(answers.get(0)).contains("event: message_stop");
  }
}

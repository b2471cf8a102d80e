package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class HealthMonitorTest {
  private static final String KEY = "sk-proj-abcdefghijklmnop1234";

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
  private final InstantSource clock = now::get;
  private ScriptedUpstream upstream;
  private GatewayRuntime runtime;
  private HealthMonitor monitor;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    upstream.always(HealthMonitorTest::well);
  }

  @AfterEach
  void stop() {
    if (monitor != null) {
      monitor.close();
      runtime.close();
    }
    upstream.close();
  }

  private static Reply well(Received request) {
    return request.target().startsWith("/v1/models")
        ? Reply.json("{\"data\":[{\"id\":\"gpt-4o\"}]}")
        : Reply.sse(ChatAnswers.stream("o", "k"));
  }

  private static Reply refused(Received request) {
    return Reply.json(
        401, "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"Incorrect API key\"}}");
  }

  private void open(String general) throws IOException {
    Files.writeString(
        folder.resolve("llmgw.yaml"),
        """
        model_list:
          - model_name: smart
            litellm_params: {model: openai/gpt-4o, api_base: "%s/v1?sig=hidden", api_key: %s}
          - model_name: demo
            litellm_params: {model: demo/demo}
        general_settings: {%s}
        """
            .formatted(upstream.url(), KEY, general));
    ConfigLoader loader = new ConfigLoader(Environment.of(Map.of(), folder, folder));
    runtime = GatewayRuntime.open(loader, ConfigRequest.DEFAULT);
    monitor = new HealthMonitor(runtime, clock);
    monitor.start();
  }

  @Test
  void tellsWhichUpstreamsAreWellInLiteLlmsWords() throws IOException {
    open("");
    ObjectNode report = monitor.report(null, null);

    assertThat(report.path("healthy_count").asInt()).isEqualTo(2);
    assertThat(report.path("unhealthy_count").asInt()).isZero();
    assertThat(report.at("/healthy_endpoints/0/model").asString()).isEqualTo("openai/gpt-4o");
    assertThat(report.at("/healthy_endpoints/0/model_name").asString()).isEqualTo("smart");
    assertThat(report.path("unhealthy_endpoints").isEmpty()).isTrue();
  }

  @Test
  void neverAsksForWhatCosts() throws IOException {
    open("");
    monitor.report(null, null);

    assertThat(upstream.requests())
        .extracting(Received::target)
        .containsOnly("/v1/models?sig=hidden");
  }

  @Test
  void tellsWhyAnUpstreamIsNotWellAndNoSecret() throws IOException {
    upstream.always(HealthMonitorTest::refused);
    open("");
    ObjectNode report = monitor.report("smart", null);

    assertThat(report.path("unhealthy_count").asInt()).isEqualTo(1);
    assertThat(report.at("/unhealthy_endpoints/0/error").asString()).contains("refuses the key");
    assertThat(report.at("/unhealthy_endpoints/0/code").asString()).isEqualTo("key_refused");
    assertThat(report.toString()).doesNotContain(KEY).doesNotContain("hidden");
  }

  @Test
  void repeatsWhatItFoundForAWhile() throws IOException {
    open("");
    monitor.report(null, null);
    monitor.report(null, null);
    assertThat(upstream.requests()).hasSize(1);
    now.updateAndGet(time -> time.plusSeconds(60));
    monitor.report(null, null);

    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void asksTheModelWhenToldTo() throws IOException {
    open("");
    ObjectNode report = monitor.report("smart", "chat");

    assertThat(report.path("healthy_count").asInt()).isEqualTo(1);
    assertThat(upstream.requests())
        .extracting(Received::target)
        .contains("/v1/chat/completions?sig=hidden");
  }

  @Test
  void watchesAllTheTimeWhenConfigured() throws IOException {
    open("background_health_checks: true, health_check_interval: 200ms");
    await().until(() -> !upstream.requests().isEmpty());
    int before = upstream.requests().size();
    now.updateAndGet(time -> time.plusSeconds(60));

    await().until(() -> upstream.requests().size() > before);
  }

  @Test
  void doesNotCallByItselfUnlessConfigured() throws Exception {
    open("");
    Thread.sleep(300);

    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void detailsCanBeLeftOut() throws IOException {
    upstream.always(HealthMonitorTest::refused);
    open("health_check_details: false");

    assertThat(monitor.report(null, null).at("/unhealthy_endpoints/0").propertyNames())
        .containsExactlyInAnyOrder("model", "model_name", "model_id");
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    open("");
    GatewayException model =
        catchThrowableOfType(GatewayException.class, () -> monitor.report("nope", null));
    GatewayException level =
        catchThrowableOfType(GatewayException.class, () -> monitor.report(null, "nope"));

    assertThat(model.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(level.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(level.text()).contains("chat");
  }
}

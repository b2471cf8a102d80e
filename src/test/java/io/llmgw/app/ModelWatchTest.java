package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import io.llmgw.observe.Measurements;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;

  private GatewayRuntime runtime(String config) throws IOException {
    Path file = Files.writeString(folder.resolve("llmgw.yaml"), config);
    return GatewayRuntime.open(
        new ConfigLoader(Environment.of(Map.of(), folder, folder)),
        ConfigRequest.DEFAULT.withFile(file));
  }

  @Test
  void reportsWhatTheProvidersNoLongerHave() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        GatewayRuntime runtime =
            runtime(
                """
                model_list:
                  - model_name: good
                    litellm_params: {model: openai/gpt-4.1, api_base: URL/v1, api_key: k}
                  - model_name: gone
                    litellm_params: {model: openai/gpt-4-32k, api_base: URL/v1, api_key: k}
                  - model_name: all/*
                    litellm_params: {model: openai/*, api_base: URL/v1, api_key: k}
                """
                    .replace("URL", upstream.url()));
        ModelWatch watch =
            new ModelWatch(
                runtime, InstantSource.fixed(NOW), Duration.ZERO, Duration.ofMillis(20))) {
      upstream.then(Reply.json("{\"data\":[{\"id\":\"gpt-4.1\"}]}"));
      upstream.always(Reply.json("{\"data\":[{\"id\":\"gpt-4.1\"},{\"id\":\"gpt-4-32k\"}]}"));
      assertThat(watch.report()).isEmpty();

      watch.start();

      await().until(() -> !watch.report().isEmpty());
      await().until(() -> missing(watch).isEmpty());
      var measured = new Measurements();
      watch.measure(measured);
      assertThat(measured.toString())
          .contains("llmgw_model_check_timestamp_seconds " + NOW.getEpochSecond() + "\n")
          .contains("llmgw_model_check_models{state=\"ok\"} 2\n")
          .contains("llmgw_model_check_models{state=\"missing\"} 0\n");
      assertThat(report(watch))
          .containsEntry("checked_at", NOW.toString())
          .containsEntry("checked", 2)
          .containsEntry("unreachable", List.of());
      assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/models");
    }
  }

  @Test
  void goesOnWhenAProviderIsAway() throws IOException {
    try (GatewayRuntime runtime =
            runtime(
                """
                model_list:
                  - model_name: away
                    litellm_params: {model: openai/gpt-4.1, api_base: "http://127.0.0.1:1/v1", api_key: k}
                """);
        ModelWatch watch =
            new ModelWatch(
                runtime, InstantSource.fixed(NOW), Duration.ZERO, Duration.ofMillis(20))) {
      watch.start();

      await().until(() -> !watch.report().isEmpty());
      assertThat(report(watch)).containsEntry("unreachable", List.of("away"));
      var measured = new Measurements();
      watch.measure(measured);
      assertThat(measured.toString())
          .containsPattern(
              "llmgw_model_problem\\{id=\"\\w+\",kind=\"unreachable\",model=\"away\","
                  + "upstream=\"openai/gpt-4.1\"} 1\n");
      assertThat(missing(watch)).isEmpty();
    }
  }

  @Test
  void endsBeforeTheFirstCheck() throws IOException {
    try (GatewayRuntime runtime = runtime("model_list: []")) {
      ModelWatch watch =
          new ModelWatch(runtime, InstantSource.fixed(NOW), Duration.ofHours(1), Duration.ZERO);
      watch.start();
      watch.close();

      assertThat(watch.report()).isEmpty();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> report(ModelWatch watch) {
    return (Map<String, Object>) watch.report().get("model_check");
  }

  private static List<?> missing(ModelWatch watch) {
    return (List<?>) report(watch).get("missing");
  }
}

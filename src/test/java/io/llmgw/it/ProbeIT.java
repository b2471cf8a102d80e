package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code llmgw test} in the shell of a CI server, which has no terminal. */
@DisabledOnOs(OS.WINDOWS)
class ProbeIT {
  private static final String KEY = "sk-provider-0123456789";

  @TempDir Path folder;
  ScriptedUpstream upstream;
  Launch launch;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    upstream.always(ProbeIT::answer);
    launch =
        new Launch(folder)
            .secret(KEY)
            .write(
                "llmgw.yaml",
                """
                model_list:
                  - model_name: fast
                    litellm_params: {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: %2$s}
                  - model_name: gone
                    litellm_params: {model: openai/gpt-0, api_base: %1$s/v1, api_key: %2$s}
                """
                    .formatted(upstream.url(), KEY));
  }

  private static Reply answer(Received request) {
    if (request.target().equals("/v1/models")) {
      return Reply.json("{\"data\":[{\"id\":\"gpt-4o-mini\"}]}");
    }
    return request.text().contains("gpt-0")
        ? Reply.json(
            404,
            "{\"error\":{\"code\":\"model_not_found\",\"message\":\"The model `gpt-0` does not"
                + " exist\"}}")
        : Reply.sse(ChatAnswers.stream("o", "k"));
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void aScriptSeesWhatPassedAndWhatFailed() {
    try (LlmgwProcess test = launch.run("test")) {
      assertThat(test.exit()).isEqualTo(10);
      assertThat(test.out())
          .contains("✓ fast", "✗ gone", "cause: ", "try: ", "1 passed, 1 failed")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void aLoneTargetEndsWithItsOwnCode() {
    try (LlmgwProcess good = launch.run("test", "fast");
        LlmgwProcess gone = launch.run("test", "gone")) {
      assertThat(good.exit()).isZero();
      assertThat(gone.exit()).isEqualTo(5);
    }
  }

  @Test
  void theReportCanBePipedIntoAFile() {
    try (LlmgwProcess shell =
        launch.shell(
            "llmgw test -o junit > report.xml; code=$?; head -c 5 report.xml; exit $code")) {
      assertThat(shell.exit()).isEqualTo(10);
      assertThat(shell.out()).isEqualTo("<?xml");
    }
  }

  @Test
  void theKeyCanComeThroughAPipe() {
    String script =
        "printf '%%s' '%s' | llmgw test openai --endpoint %s/v1 --model gpt-4o-mini --key-file -"
            .formatted(KEY, upstream.url());
    try (LlmgwProcess shell = launch.shell(script)) {
      assertThat(shell.exit()).isZero();
      assertThat(upstream.requests())
          .allMatch(request -> request.header("authorization").orElse("").endsWith(KEY));
    }
  }

  @Test
  void aRunningGatewayIsTestedOverItsOwnProtocol() {
    try (LlmgwProcess gateway = launch.serve();
        LlmgwProcess test = launch.run("test", "fast", "--server", gateway.url())) {
      assertThat(test.exit()).isZero();
      assertThat(test.out()).contains("✓ fast");
    }
  }

  @Test
  void whatIsKnownIsToldWhenItIsInterrupted() {
    upstream.always(
        request -> request.text().contains("gpt-0") ? Reply.silence() : answer(request));
    try (LlmgwProcess test = launch.run("test", "--timeout", "10m")) {
      test.awaitOut("✓ fast");
      test.signal("INT");

      assertThat(test.exit()).isEqualTo(130);
      assertThat(test.out())
          .contains("- gone  connect ", "chat: stopped", "interrupted: 1 passed, 1 skipped");
    }
  }
}

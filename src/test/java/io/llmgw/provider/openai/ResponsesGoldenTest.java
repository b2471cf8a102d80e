package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.fail;

import io.llmgw.app.GoldenExchange;
import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.RequestSettings;
import io.llmgw.json.JsonEdit;
import io.llmgw.provider.AnswerHead;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.http.MemoryAnswer;
import io.llmgw.testing.Golden;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of the chat endpoint over a model that only speaks the Responses API.
 *
 * <p>Edge case 3 is {@code parallel-tools}, 60 {@code tool-round-trip}, 72 {@code document}.
 */
class ResponsesGoldenTest {
  private static final ModelInfo MODE =
      new ModelInfo("responses", null, null, null, Map.of(), Map.of());

  static List<Golden> cases() {
    return Golden.cases("responses");
  }

  static List<Golden> streams() {
    return cases().stream().filter(golden -> golden.has("upstream-response.sse")).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsRecorded(Golden golden) {
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        HttpTransport transport = Setup.transport()) {
      OpenAiProviders providers = new OpenAiProviders(transport, InstantSource.system());
      TestingConfig config =
          new TestingConfig()
              .retries(0)
              .with(
                  TestingConfig.upstream(
                      "chat-a", "openai", "gpt-5-codex", upstream.url() + "/v1", MODE));
      try (TestingServer server =
          TestingServer.start(
              config, deployment -> providers.create(deployment, RequestSettings.DEFAULT))) {
        new GoldenExchange(golden, server, upstream, "/v1/chat/completions").play();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isTheSameWhereverItIsCut(Golden golden) {
    byte[] body = golden.bytes("upstream-response.sse");
    String passed = pass(List.of(body));
    String decoded = decode(List.of(body));

    for (int cut = 1; cut < body.length; cut++) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(body, cut), Arrays.copyOfRange(body, cut, body.length));
      if (!pass(pieces).equals(passed) || !decode(pieces).equals(decoded)) {
        fail("differs when cut at " + cut + ": " + pass(pieces) + decode(pieces));
      }
    }
    golden.check("events.txt", decoded);
  }

  private static Chunks chunks(List<byte[]> pieces) {
    return new Chunks("upstream", MemoryAnswer.of("text/event-stream", pieces));
  }

  private static String pass(List<byte[]> pieces) {
    return Told.frames(() -> new ResponsesRawStream(chunks(pieces), JsonEdit.quoted("chat-a")));
  }

  private static String decode(List<byte[]> pieces) {
    return Told.events(
        () -> new ResponsesEventStream("upstream", chunks(pieces), AnswerHead.EMPTY));
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmgw.cli.CommandFixture.Result;
import io.llmgw.config.Environment;
import io.llmgw.json.Json;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** How a one-shot chat ends when its upstream does not answer well. */
class ChatExitTest {
  @TempDir private Path folder;
  private ScriptedUpstream upstream;

  @BeforeEach
  void start() throws Exception {
    upstream = ScriptedUpstream.start();
    Files.writeString(
        folder.resolve("llmgw.yaml"),
        """
        model_list:
          - model_name: fast
            litellm_params: {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: k}
          - model_name: patient
            litellm_params: {model: openai/gpt-4o, api_base: %1$s/v1, api_key: k, max_retries: 1}
        router_settings: {num_retries: 0}
        """
            .formatted(upstream.url()));
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private Result run(String... args) {
    Environment environment = Environment.of(Map.of(), folder, folder);
    return CommandFixture.with(
            new Surroundings(environment, Tty.NONE, InputStream.nullInputStream()))
        .run(args);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(4, "authentication", error(401, "Bad key.", "invalid_api_key")),
        arguments(4, "permission", error(403, "Not yours.", null)),
        arguments(5, "not_found", error(404, "No such model.", "model_not_found")),
        arguments(5, "context_length", error(400, "Too long.", "context_length_exceeded")),
        arguments(6, "upstream", error(500, "It broke.", null)),
        arguments(6, "unavailable", error(503, "Busy.", null)),
        arguments(6, "upstream", Reply.sse("data: nonsense\n\n")),
        arguments(7, "rate_limit", error(429, "Slow down.", "rate_limit_exceeded")),
        arguments(7, "quota", error(429, "Pay first.", "insufficient_quota")),
        arguments(8, "network", Reply.hangUp()),
        arguments(9, "content_filter", error(400, "No.", "content_filter")));
  }

  private static Reply error(int status, String message, String code) {
    return Reply.json(status, ChatAnswers.error(message, "x", code)).header("x-request-id", "r-7");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void endsWithTheCodeOfWhatWentWrong(int exit, String code, Reply reply) {
    upstream.always(reply);

    Result text = run("chat", "Hello");
    assertThat(text.exit()).as(text.err()).isEqualTo(exit);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).startsWith("error: ");

    Result json = run("chat", "Hello", "-o", "json");
    JsonNode error = Json.MAPPER.readTree(json.out()).path("error");
    assertThat(json.exit()).isEqualTo(exit);
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertThat(error.path("exit").asInt()).isEqualTo(exit);
    assertThat(error.path("provider").asString()).isEqualTo("openai");
    assertThat(json.err()).isEqualTo(text.err());
  }

  @Test
  void namesTheCallThatFailed() {
    upstream.always(error(500, "It broke.", null));

    JsonNode last =
        Json.MAPPER.readTree(
            run("chat", "Hello", "-o", "stream-json").out().lines().toList().getLast());
    assertThat(last.path("type").asString()).isEqualTo("error");
    assertThat(last.at("/error/request_id").asString()).isEqualTo("r-7");
  }

  @Test
  void endsWithEightWhenNobodyListens() {
    upstream.close();

    assertThat(run("chat", "Hello").exit()).isEqualTo(8);
  }

  @Test
  void endsWithTenWhenAnAnswerIsCutOffAndThatMatters() {
    upstream.always(
        Reply.sse(
            ChatAnswers.piece("Once upon") + ChatAnswers.chunk("{}", "length") + ChatAnswers.DONE));

    assertThat(run("chat", "Hello").exit()).isZero();
    Result strict = run("chat", "Hello", "--strict");
    assertThat(strict.exit()).isEqualTo(10);
    assertThat(strict.out()).isEqualTo("Once upon\n");
    assertThat(strict.err()).contains("cut off");
  }

  @Test
  void asksOnceMoreForTheFormOfASchemaThenEndsWithSix() {
    upstream.then(Reply.sse(ChatAnswers.stream("Ann, 7")));
    upstream.then(Reply.sse(ChatAnswers.stream("{\"name\":\"Ann\",\"age\":7}")));
    Result repaired = run("chat", "who?", "--schema", "name, age int");
    assertThat(repaired.out()).isEqualTo("{\"name\":\"Ann\",\"age\":7}\n");
    assertThat(repaired.exit()).isZero();
    assertThat(upstream.requests().getLast().text()).contains("does not fit the schema");

    upstream.always(Reply.sse(ChatAnswers.stream("Ann, 7")));
    Result broken = run("chat", "who?", "--schema", "name, age int");
    assertThat(broken.exit()).isEqualTo(6);
    assertThat(broken.out()).isEmpty();
    assertThat(upstream.requests()).hasSize(4);
  }

  @Test
  void tellsEveryTry() {
    upstream.then(error(500, "It broke.", null));
    upstream.then(Reply.sse(ChatAnswers.stream("Hello.")));

    Result result = run("chat", "-m", "patient", "Hello", "-o", "json");
    JsonNode route = Json.MAPPER.readTree(result.out()).path("route");
    assertThat(route).hasSize(2);
    assertThat(route.get(0).path("model").asString()).isEqualTo("gpt-4o");
    assertThat(route.get(0).path("status").asString()).isEqualTo("failed");
    assertThat(route.get(0).path("error").asString()).contains("It broke.");
    assertThat(route.get(1).path("status").asString()).isEqualTo("complete");
    assertThat(route.get(1).path("error").isNull()).isTrue();
  }

  @Test
  void showsTheLastCallWithoutItsKey() throws Exception {
    upstream.always(Reply.sse(ChatAnswers.stream("Hello.")).header("x-request-id", "r-9"));
    Files.writeString(folder.resolve("s.txt"), "Hi there\n/debug last\n/why\n/doctor\n");

    Result result = run("chat", "--script", "s.txt");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("POST " + upstream.url() + "/v1/chat/completions", "\"Hi there\"", "\"Hello.\"")
        .contains("r-9", "answered   upstream-model of openai", "fast")
        .doesNotContain("Bearer");
  }

  @Test
  void spendsNothingOverTheLimit() {
    Result result = run("chat", "Hello", "--max-cost", "0.0000001", "-o", "json");

    assertThat(result.exit()).isEqualTo(9);
    assertThat(result.out()).contains("\"code\":\"budget\"");
    assertThat(upstream.requests()).isEmpty();
  }
}

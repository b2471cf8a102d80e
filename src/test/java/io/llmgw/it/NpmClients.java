package io.llmgw.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The official clients from npm, which live in {@code src/test/npm}, against the built program. Not
 * part of the usual build, since they are fetched: {@code mvn -Pnpm verify}.
 */
class NpmClients {
  private static final String KEY = "sk-gateway-0123456789";
  private static final String CALLS =
      """
      [{"index":0,"id":"call_1","type":"function",\
      "function":{"name":"get_weather","arguments":"{\\"city\\":\\"Rome\\"}"}},\
      {"index":1,"id":"call_2","type":"function",\
      "function":{"name":"get_weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]\
      """;

  @TempDir Path folder;

  @Test
  void understandEverything() throws InterruptedException {
    Path suite = Path.of(System.getProperty("basedir", "."), "src", "test", "npm");
    try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
      upstream.always(NpmClients::reply);
      Launch launch = new Launch(folder).secret(KEY);
      launch.write("llmgw.yaml", configuration(upstream));
      try (LlmgwProcess gateway = launch.serve()) {
        String url = gateway.url();

        assertThat(run(suite, url, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"))
            .as("npm ci in %s: fetches the clients from npm's cache or its registry", suite)
            .isZero();
        assertThat(run(suite, url, "node", "--test"))
            .as(() -> "the gateway said: " + gateway.out() + gateway.err())
            .isZero();

        assertThat(waiting(upstream)).as("calls that clients gave up").isNotEmpty();
        Awaitility.await("the cancelled calls to end upstream")
            .atMost(Duration.ofSeconds(10))
            .until(() -> waiting(upstream).stream().allMatch(Received::cancelled));
        gateway.signal("TERM");
        gateway.exit();
      }
    }
  }

  private static String configuration(ScriptedUpstream upstream) {
    return """
    model_list:
      - model_name: chat
        litellm_params: {model: openai/gpt-4o, api_base: %s/v1, api_key: sk-provider}
    router_settings:
      num_retries: 0
    general_settings:
      master_key: %s
    """
        .formatted(upstream.url(), KEY);
  }

  private static int run(Path suite, String url, String... command) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(suite.toFile()).inheritIO();
    builder.environment().put("LLMGW_URL", url);
    builder.environment().put("LLMGW_KEY", KEY);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new AssertionError(
          command[0] + " cannot be started; the suite needs node 20 or newer, with npm", e);
    }
  }

  private static List<Received> waiting(ScriptedUpstream upstream) {
    return upstream.requests().stream()
        .filter(request -> said(request.json().path("messages")).equals("wait"))
        .toList();
  }

  /** What the upstream does follows from what it is asked. */
  private static Reply reply(Received request) {
    JsonNode body = request.json();
    boolean stream = body.path("stream").asBoolean(false);
    JsonNode messages = body.path("messages");
    JsonNode last = messages.path(messages.size() - 1);
    if (last.path("role").asString("").equals("tool")) {
      return says("It is " + results(messages), stream);
    }
    int image = image(last.path("content"));
    if (image > 0) {
      return says("An image of " + image + " letters", stream);
    }
    return switch (said(messages)) {
      case "weather?" -> calls(stream);
      case "too many" ->
          Reply.json(429, ChatAnswers.error("Slow down", "rate_limit_error", null))
              .header("Retry-After", "7");
      case "break off" -> Reply.sse(ChatAnswers.piece("Once")).cut();
      case "wait" -> Reply.sse(ChatAnswers.piece("Once")).stall();
      default -> says("Hello from upstream", stream);
    };
  }

  private static Reply says(String text, boolean stream) {
    return stream
        ? Reply.sse(ChatAnswers.stream(text.substring(0, 3), text.substring(3)))
        : Reply.json(ChatAnswers.whole(text));
  }

  private static Reply calls(boolean stream) {
    return stream
        ? Reply.sse(
            ChatAnswers.chunk("{\"role\":\"assistant\",\"tool_calls\":" + CALLS + "}", null)
                + ChatAnswers.end().replace("\"stop\"", "\"tool_calls\""))
        : Reply.json(
            ChatAnswers.whole(
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":" + CALLS + "}",
                "tool_calls"));
  }

  private static String said(JsonNode messages) {
    JsonNode content = messages.path(messages.size() - 1).path("content");
    return content.isString() ? content.asString() : content.path(0).path("text").asString("");
  }

  private static String results(JsonNode messages) {
    List<String> results = new ArrayList<>();
    for (JsonNode message : messages) {
      if (message.path("role").asString("").equals("tool")) {
        JsonNode content = message.path("content");
        results.add(content.asString(content.path(0).path("text").asString("")));
      }
    }
    return results.stream().map(NpmClients::bare).collect(Collectors.joining(", "));
  }

  /** Some clients send a text as JSON. */
  private static String bare(String text) {
    return text.replace("\"", "");
  }

  /** The length of the image in base64; 0 for none. */
  private static int image(JsonNode content) {
    for (JsonNode part : content) {
      String address = part.path("image_url").path("url").asString("");
      if (address.startsWith("data:image/png;base64,")) {
        return address.length() - "data:image/png;base64,".length();
      }
    }
    return 0;
  }
}

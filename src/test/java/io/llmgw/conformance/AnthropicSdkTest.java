package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Anthropic's own SDK in front of the gateway, an OpenAI-compatible upstream behind it. */
class AnthropicSdkTest {
  @TempDir Path folder;
  ScriptedUpstream upstream;
  RunningGateway gateway;
  AnthropicClient client;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    gateway =
        RunningGateway.start(
            folder,
            """
            model_list:
              - model_name: fast
                litellm_params: {model: openai/gpt-4o-mini, api_base: %s/v1, api_key: sk-provider-1}
            router_settings: {num_retries: 0}
            general_settings: {master_key: %s}
            """
                .formatted(upstream.url(), Sdk.KEY));
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl(gateway.url())
            .apiKey(Sdk.KEY)
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    upstream.close();
  }

  private static MessageCreateParams.Builder ask(String text) {
    return MessageCreateParams.builder().model("fast").maxTokens(100).addUserMessage(text);
  }

  private static Tool tool(String name) {
    return Tool.builder()
        .name(name)
        .inputSchema(
            Tool.InputSchema.builder()
                .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                .build())
        .build();
  }

  private Message streamed(MessageCreateParams params) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private static String text(Message message) {
    return message.content().getFirst().asText().text();
  }

  @Test
  void answersWhole() {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello, ", "you.")));

    Message message = client.messages().create(ask("Hello").system("Be brief.").build());

    assertThat(text(message.validate())).isEqualTo("Hello, you.");
    assertThat(message.stopReason()).contains(StopReason.END_TURN);
    assertThat(message.usage().outputTokens()).isPositive();
    JsonNode sent = upstream.request().json();
    assertThat(sent.path("messages").path(0).path("role").asString()).isEqualTo("system");
    assertThat(sent.path("model").asString()).isEqualTo("gpt-4o-mini");
  }

  @Test
  void streams() {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello, ", "you.")));

    Message message = streamed(ask("Hello").build());

    assertThat(text(message)).isEqualTo("Hello, you.");
    assertThat(message.stopReason()).contains(StopReason.END_TURN);
    assertThat(message.usage().inputTokens()).isPositive();
  }

  private static final String CALLS =
      ChatAnswers.chunk(
              "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":"
                  + "\"function\",\"function\":{\"name\":\"one\",\"arguments\":\"{\\\"a\\\":\"}},"
                  + "{\"index\":1,\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":"
                  + "\"two\",\"arguments\":\"\"}}]}",
              null)
          + ChatAnswers.chunk(
              "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\\\"b\\\":2}\"}}]}",
              null)
          + ChatAnswers.chunk(
              "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}", null)
          + ChatAnswers.chunk("{}", "tool_calls")
          + ChatAnswers.DONE;

  @Test
  void callsToolsInParallelAndTakesTheirResults() {
    upstream.then(Reply.sse(CALLS)).then(Reply.sse(ChatAnswers.stream("Done.")));

    Message calls = streamed(ask("Go").addTool(tool("one")).addTool(tool("two")).build());

    List<ToolUseBlock> uses = calls.content().stream().map(block -> block.asToolUse()).toList();
    assertThat(uses).extracting(ToolUseBlock::name).containsExactly("one", "two");
    assertThat(uses.get(0)._input().toString()).contains("a");
    assertThat(calls.stopReason()).contains(StopReason.TOOL_USE);

    Message end =
        streamed(
            ask("Go")
                .addTool(tool("one"))
                .addMessage(calls)
                .addUserMessageOfContentBlockParams(
                    List.of(result("c1", "eleven"), result("c2", "twelve")))
                .build());

    assertThat(text(end)).isEqualTo("Done.");
    JsonNode messages = upstream.requests().getLast().json().path("messages");
    assertThat(messages.path(1).path("tool_calls").size()).isEqualTo(2);
    assertThat(messages.path(2).path("tool_call_id").asString()).isEqualTo("c1");
    assertThat(messages.path(3).path("content").asString()).isEqualTo("twelve");
  }

  private static ContentBlockParam result(String id, String text) {
    return ContentBlockParam.ofToolResult(
        ToolResultBlockParam.builder().toolUseId(id).content(text).build());
  }

  @Test
  void sendsImages() {
    upstream.then(Reply.sse(ChatAnswers.stream("A cat.")));
    Base64ImageSource image =
        Base64ImageSource.builder()
            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
            .data("AAAA")
            .build();

    client
        .messages()
        .create(
            MessageCreateParams.builder()
                .model("fast")
                .maxTokens(10)
                .addUserMessageOfContentBlockParams(
                    List.of(
                        ContentBlockParam.ofText("What is it?"), ContentBlockParam.ofImage(image)))
                .build());

    JsonNode content = upstream.request().json().path("messages").path(0).path("content");
    assertThat(content.path(1).path("image_url").path("url").asString())
        .isEqualTo("data:image/png;base64,AAAA");
  }

  @Test
  void errorsBecomeTheSdksExceptions() {
    upstream.then(
        Reply.json(429, ChatAnswers.error("Slow down.", "rate_limit_error", "rate_limit"))
            .header("retry-after", "3"));

    RateLimitException slow =
        catchThrowableOfType(
            RateLimitException.class, () -> client.messages().create(ask("x").build()));

    assertThat(slow).hasMessageContaining("Slow down.");
    assertThat(slow.headers().values("retry-after")).containsExactly("3");
    assertThat(
            catchThrowableOfType(
                NotFoundException.class,
                () -> client.messages().create(ask("x").model("fest").build())))
        .hasMessageContaining("'fest'");
  }

  /** Case 62, 76: before the first event a status, after it an event; never a clean end. */
  @Test
  void streamsThatFailAreErrors() {
    upstream
        .then(Reply.json(401, ChatAnswers.error("No.", "auth", "invalid_api_key")))
        .then(Reply.sse(ChatAnswers.piece("Half")));

    AnthropicServiceException refused =
        catchThrowableOfType(AnthropicServiceException.class, () -> streamed(ask("x").build()));
    AnthropicException cut =
        catchThrowableOfType(AnthropicException.class, () -> streamed(ask("x").build()));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(cut).isNotNull();
  }

  @Test
  void leavingEndsTheUpstreamCall() {
    upstream.then(Reply.sse(ChatAnswers.piece("Half")).stall());

    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(ask("x").build())) {
      assertThat(stream.stream().findFirst()).isPresent();
    }

    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void countsTokensAndListsModels() {
    long tokens =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model("fast")
                    .addUserMessage("How many tokens are these few words?")
                    .build())
            .inputTokens();

    assertThat(tokens).isBetween(8L, 25L);
    assertThat(client.models().list().data()).extracting(m -> m.id()).containsExactly("fast");
    assertThat(client.models().retrieve("fast").displayName()).isEqualTo("fast");
  }
}

package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's own SDK as a client of the Responses API, before an upstream that knows chats only (case
 * 59). Every answer is checked field by field against the SDK's types (case 70), and every stream
 * put together by its accumulator from the deltas alone.
 */
class ResponsesSdkTest {
  @TempDir Path folder;
  ScriptedUpstream upstream;
  RunningGateway gateway;
  OpenAIClient client;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    gateway =
        RunningGateway.start(
            folder,
            """
            model_list:
              - model_name: fast
                litellm_params: {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: sk-provider}
            router_settings: {num_retries: 0}
            general_settings: {master_key: %2$s}
            """
                .formatted(upstream.url(), Sdk.KEY));
    client = Sdk.client(gateway);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    upstream.close();
  }

  private static ResponseCreateParams.Builder ask(String input) {
    return ResponseCreateParams.builder().model("fast").input(input);
  }

  private static FunctionTool tool(String name) {
    return FunctionTool.builder()
        .name(name)
        .strict(false)
        .parameters(
            FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build())
        .build();
  }

  private Response create(ResponseCreateParams params) {
    return client.responses().create(params).validate();
  }

  /** What the deltas say, which is what the last snapshot says. */
  private Response streamed(ResponseCreateParams params) {
    ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
      events.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    Response last = accumulator.response().validate();
    assertThat(accumulator.reconstructedResponse().output()).isEqualTo(last.output());
    return last;
  }

  private static String text(Response response) {
    StringBuilder text = new StringBuilder();
    response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .forEach(part -> text.append(part.asOutputText().text()));
    return text.toString();
  }

  private static List<ResponseFunctionToolCall> calls(Response response) {
    return response.output().stream().flatMap(item -> item.functionCall().stream()).toList();
  }

  @Test
  void answers() {
    upstream.then(Reply.json(ChatAnswers.whole("Hello there.")));

    Response answer =
        create(
            ask("Hello")
                .instructions("Be brief.")
                .maxOutputTokens(64)
                .temperature(0.5)
                .metadata(
                    ResponseCreateParams.Metadata.builder()
                        .putAdditionalProperty("a", JsonValue.from("b"))
                        .build())
                .build());

    assertThat(text(answer)).isEqualTo("Hello there.");
    assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(18);
    assertThat(answer.usage().orElseThrow().inputTokensDetails().cachedTokens()).isEqualTo(4);
    JsonNode asked = upstream.request().json();
    assertThat(asked.at("/messages/0/content").asString()).isEqualTo("Be brief.");
    assertThat(asked.get("max_tokens").asInt(0) + asked.path("max_completion_tokens").asInt(0))
        .isEqualTo(64);
  }

  @Test
  void streams() {
    upstream.then(Reply.sse(ChatAnswers.stream("Hel", "lo ", "thére. 🦊")));

    Response answer = streamed(ask("Hello").build());

    assertThat(text(answer)).isEqualTo("Hello thére. 🦊");
    assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(7);
  }

  @Test
  void callsToolsAndGoesOnWithTheirResults() {
    upstream.then(
        Reply.sse(
            ChatAnswers.piece("I look.")
                + call(0, "call_1", "weather", "")
                + call(1, "call_2", "time", "")
                + more(0, "{\\\"city\\\":")
                + more(1, "{}")
                + more(0, "\\\"Bern\\\"}")
                + ChatAnswers.chunk("{}", "tool_calls")
                + ChatAnswers.DONE));
    upstream.then(Reply.json(ChatAnswers.whole("18 °C at noon.")));

    Response first =
        streamed(ask("Weather?").addTool(tool("weather")).addTool(tool("time")).build());
    List<ResponseInputItem> results =
        calls(first).stream().map(call -> result(call, "fine")).toList();
    Response second =
        create(
            ResponseCreateParams.builder()
                .model("fast")
                .previousResponseId(first.id())
                .inputOfResponse(results)
                .addTool(tool("weather"))
                .build());

    assertThat(calls(first))
        .extracting(ResponseFunctionToolCall::callId, ResponseFunctionToolCall::arguments)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("call_1", "{\"city\":\"Bern\"}"),
            org.assertj.core.groups.Tuple.tuple("call_2", "{}"));
    assertThat(text(second)).isEqualTo("18 °C at noon.");
    assertThat(second.previousResponseId()).contains(first.id());
    JsonNode asked = upstream.requests().get(1).json();
    assertThat(asked.at("/messages/1/tool_calls").size()).isEqualTo(2);
    assertThat(asked.at("/messages/3/tool_call_id").asString()).isEqualTo("call_2");
  }

  private static ResponseInputItem result(ResponseFunctionToolCall call, String output) {
    return ResponseInputItem.ofFunctionCallOutput(
        ResponseInputItem.FunctionCallOutput.builder()
            .callId(call.callId())
            .output(output)
            .build());
  }

  private static String call(int index, String id, String name, String arguments) {
    return ChatAnswers.chunk(
        "{\"tool_calls\":[{\"index\":%d,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]}"
            .formatted(index, id, name, arguments),
        null);
  }

  private static String more(int index, String arguments) {
    return ChatAnswers.chunk(
        "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":\"%s\"}}]}"
            .formatted(index, arguments),
        null);
  }

  @Test
  void showsAnImage() {
    upstream.then(Reply.json(ChatAnswers.whole("A pixel.")));
    ResponseInputImage image =
        ResponseInputImage.builder()
            .detail(ResponseInputImage.Detail.LOW)
            .imageUrl("data:image/png;base64,AAAA")
            .build();
    EasyInputMessage message =
        EasyInputMessage.builder()
            .role(EasyInputMessage.Role.USER)
            .contentOfResponseInputMessageContentList(
                List.of(
                    ResponseInputContent.ofInputText(
                        ResponseInputText.builder().text("What is it?").build()),
                    ResponseInputContent.ofInputImage(image)))
            .build();

    Response answer =
        create(
            ResponseCreateParams.builder()
                .model("fast")
                .inputOfResponse(List.of(ResponseInputItem.ofEasyInputMessage(message)))
                .build());

    assertThat(text(answer)).isEqualTo("A pixel.");
    assertThat(upstream.request().json().at("/messages/0/content/1/image_url/url").asString())
        .isEqualTo("data:image/png;base64,AAAA");
  }

  @Test
  void thinks() {
    upstream.then(
        Reply.sse(
            ChatAnswers.chunk("{\"reasoning_content\":\"Hm\"}", null)
                + ChatAnswers.chunk("{\"reasoning_content\":\"…\"}", null)
                + ChatAnswers.stream("4")));

    Response answer = streamed(ask("2+2?").build());

    assertThat(answer.output().getFirst().asReasoning().summary().getFirst().text())
        .isEqualTo("Hm…");
    assertThat(text(answer)).isEqualTo("4");
  }

  @Test
  void isIncompleteWhenItIsCutShort() {
    upstream.then(Reply.sse(ChatAnswers.piece("Half a") + ChatAnswers.chunk("{}", "length")));

    Response answer = streamed(ask("Hello").build());

    assertThat(answer.status()).contains(ResponseStatus.INCOMPLETE);
    assertThat(answer.incompleteDetails().orElseThrow().reason()).isPresent();
  }

  @Test
  void failsWithTheUpstreamsStatus() {
    upstream.always(Reply.json(429, ChatAnswers.error("Slow down.", "rate_limit_error", "slow")));

    assertThatThrownBy(() -> create(ask("Hello").build()))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("Slow down.");
    assertThatThrownBy(() -> streamed(ask("Hello").build())).isInstanceOf(RateLimitException.class);
  }

  @Test
  void failsInMidStream() {
    upstream.then(
        Reply.sse(ChatAnswers.piece("Hel"))
            .send("data: " + ChatAnswers.error("Out of memory.", "server_error", null) + "\n\n"));

    assertBreaksOff("Out of memory.");
  }

  /** Case 62. */
  @Test
  void failsWhenTheUpstreamsEndIsMissing() {
    upstream.then(Reply.sse(ChatAnswers.piece("Hel")));

    assertBreaksOff("broke off");
  }

  private void assertBreaksOff(String reason) {
    List<String> heard = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (StreamResponse<ResponseStreamEvent> events =
                  client.responses().createStreaming(ask("Hello").build())) {
                events.stream()
                    .forEach(event ->
                        event.outputTextDelta().ifPresent(delta -> heard.add(delta.delta())));
              }
            })
        .isInstanceOf(SseException.class)
        .hasMessageContaining(reason);
    assertThat(heard).containsExactly("Hel");
  }

  @Test
  void closingTheStreamEndsTheUpstreamsWork() {
    upstream.then(Reply.sse(ChatAnswers.piece("Hel")).stall());

    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(ask("Hello").build())) {
      Iterator<ResponseStreamEvent> each = events.stream().iterator();
      while (each.next().outputTextDelta().isEmpty()) {
        // up to the first piece
      }
    }

    assertThat(upstream.request().cancelled()).isTrue();
  }

  @Test
  void remembersWhatItAnswered() {
    upstream.then(Reply.json(ChatAnswers.whole("Hello.")));
    Response answer = create(ask("Hi").build());

    assertThat(client.responses().retrieve(answer.id()).validate()).isEqualTo(answer);
    assertThat(client.responses().inputItems().list(answer.id()).items()).hasSize(1);
    assertThatThrownBy(() -> client.responses().cancel(answer.id()))
        .isInstanceOf(BadRequestException.class);
    client.responses().delete(answer.id());
    assertThatThrownBy(() -> client.responses().retrieve(answer.id()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> create(ask("And?").previousResponseId(answer.id()).build()))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            failure -> assertThat(failure.code()).contains("previous_response_not_found"));
  }

  @Test
  void countsTokens() {
    assertThat(
            client
                .responses()
                .inputTokens()
                .count(InputTokenCountParams.builder().model("fast").input("Hello there").build())
                .validate()
                .inputTokens())
        .isPositive();
  }
}

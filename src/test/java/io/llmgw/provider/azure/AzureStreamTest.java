package io.llmgw.provider.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Bytes;
import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Answer;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.Provider;
import io.llmgw.provider.RawStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Azure puts into streams besides OpenAI's chunks. */
class AzureStreamTest {
  private static final String PROMPT_FILTERED =
      """
      {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}\
      """;
  private static final String ROLE =
      chunk("{\"content\":\"\",\"refusal\":null,\"role\":\"assistant\"}", "null");
  private static final String USAGE =
      """
      {"choices":[],"created":1,"id":"chatcmpl-9","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk","usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}\
      """;

  private final TestingAzure azure = new TestingAzure();

  @AfterEach
  void stop() {
    azure.close();
  }

  private static String chunk(String delta, String finish) {
    return """
    {"choices":[{"content_filter_results":{},"delta":%s,"finish_reason":%s,"index":0,"logprobs":null}],"created":1,"id":"chatcmpl-9","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk","system_fingerprint":"fp"}\
    """
        .formatted(delta, finish);
  }

  private static String text(String text) {
    return chunk("{\"content\":\"" + text + "\"}", "null");
  }

  /** An annotation of the asynchronous filter: no delta, no id. */
  private static String annotation(String finish) {
    return """
    {"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":%s,"content_filter_results":{"violence":{"filtered":false,"severity":"safe"}},"content_filter_offsets":{"check_offset":44,"start_offset":44,"end_offset":198}}]}\
    """
        .formatted(finish);
  }

  private Provider streaming(String... events) {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      body.append("data: ").append(event).append("\n\n");
    }
    azure.server.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .withHeader("x-ratelimit-remaining-tokens", "77")
                    .withHeader("apim-request-id", "r-1")
                    .withBody(body.toString())));
    return azure.provider(azure.deployment().version("2024-10-21").key("key-0123456789"));
  }

  private static List<JsonNode> raw(Provider provider) {
    String ask =
        "{\"model\":\"our-gpt\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    try (Answer answer = TestingAzure.send(provider, ask, true)) {
      RawStream stream = ((Answer.Raw) answer).stream();
      Bytes out = new Bytes(512);
      while (stream.next(out)) {
        // all of it
      }
      String frames = new String(out.toByteArray(), StandardCharsets.UTF_8);
      assertThat(frames).endsWith("data: [DONE]\n\n");
      List<JsonNode> chunks = new ArrayList<>();
      frames
          .lines()
          .filter(line -> line.startsWith("data: {"))
          .forEach(line -> chunks.add(Json.MAPPER.readTree(line.substring(6))));
      return chunks;
    }
  }

  private static List<StreamEvent> events(Provider provider) {
    ChatRequest ask = ChatRequest.of("our-gpt", List.of(Message.text(Role.USER, "Hi")));
    List<StreamEvent> events = new ArrayList<>();
    try (EventStream stream = provider.chat(ask, TestingAzure.call())) {
      for (StreamEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }
    return events;
  }

  private static void assertUsable(List<JsonNode> chunks) {
    assertThat(chunks)
        .allSatisfy(chunk -> {
          assertThat(chunk.path("id").asString()).isEqualTo("chatcmpl-9");
          assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk");
          assertThat(chunk.path("model").asString()).isEqualTo("our-gpt");
          assertThat(chunk.path("choices").isEmpty()).isEqualTo(chunk.path("usage").isObject());
          chunk
              .path("choices")
              .forEach(choice -> assertThat(choice.path("delta").isObject()).isTrue());
        });
  }

  private static String text(List<JsonNode> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asString("")));
    return text.toString();
  }

  @Nested
  class PassedThrough {
    @Test
    void loseTheFirstChunkWithoutChoices() {
      List<JsonNode> chunks =
          raw(
              streaming(
                  PROMPT_FILTERED,
                  ROLE,
                  text("Hel"),
                  text("lo"),
                  chunk("{}", "\"stop\""),
                  USAGE,
                  "[DONE]"));
      assertUsable(chunks);
      assertThat(chunks).hasSize(5);
      assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
      assertThat(text(chunks)).isEqualTo("Hello");
      assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(11);
    }

    @Test
    void loseTheAnnotationsOfTheAsynchronousFilter() {
      List<JsonNode> chunks =
          raw(
              streaming(
                  PROMPT_FILTERED,
                  annotation("null"),
                  ROLE,
                  text("Hel"),
                  annotation("null"),
                  text("lo"),
                  chunk("{}", "\"stop\""),
                  annotation("null"),
                  USAGE,
                  annotation("null"),
                  "[DONE]"));
      assertUsable(chunks);
      assertThat(chunks).hasSize(5);
      assertThat(text(chunks)).isEqualTo("Hello");
    }

    @Test
    void sayThatTheFilterCutTheAnswer() {
      List<JsonNode> chunks =
          raw(streaming(ROLE, text("Hel"), annotation("\"content_filter\""), "[DONE]"));
      assertUsable(chunks);
      // the usage, which was asked for, comes after it
      assertThat(chunks.getLast().has("usage")).isTrue();
      JsonNode last = chunks.get(chunks.size() - 2).at("/choices/0");
      assertThat(last.path("finish_reason").asString()).isEqualTo("content_filter");
      assertThat(last.path("delta").isObject()).isTrue();
    }

    @Test
    void carryTheRateLimits() {
      String ask = "{\"model\":\"our-gpt\",\"stream\":true,\"messages\":[]}";
      try (Answer answer =
          TestingAzure.send(
              streaming(ROLE, text("x"), chunk("{}", "\"stop\""), "[DONE]"), ask, true)) {
        assertThat(answer.head().headers())
            .extracting(header -> header.getKey() + "=" + header.getValue())
            .contains("x-ratelimit-remaining-tokens=77", "llm_provider-apim-request-id=r-1");
      }
    }
  }

  @Nested
  class Decoded {
    @Test
    void haveOneStartOneEndAndNoEmptyNames() {
      List<StreamEvent> events =
          events(
              streaming(
                  PROMPT_FILTERED,
                  annotation("null"),
                  ROLE,
                  text("Hello"),
                  chunk("{}", "\"stop\""),
                  annotation("null"),
                  USAGE,
                  "[DONE]"));
      assertThat(events.getFirst())
          .isInstanceOfSatisfying(
              StreamEvent.Started.class,
              started -> {
                assertThat(started.id()).isEqualTo("chatcmpl-9");
                assertThat(started.model()).isEqualTo("gpt-4o-2024-08-06");
              });
      assertThat(events.subList(1, events.size()))
          .extracting(event -> event.getClass().getSimpleName())
          .containsExactly("TextDelta", "Finished", "UsageReported");
    }

    @Test
    void endOnceWhenTheFilterSpeaksAfterTheEnd() {
      List<StreamEvent> events =
          events(
              streaming(
                  ROLE,
                  text("Hello"),
                  chunk("{}", "\"stop\""),
                  annotation("\"content_filter\""),
                  "[DONE]"));
      assertThat(events)
          .filteredOn(StreamEvent.Finished.class::isInstance)
          .containsExactly(new StreamEvent.Finished(0, FinishReason.STOP));
    }
  }

  @Nested
  class ThatFail {
    @Test
    void keepTheKindOfAnErrorWithANumberForACode() {
      Provider provider =
          streaming(
              PROMPT_FILTERED,
              "{\"error\":{\"code\":\"429\",\"message\":\"Too many tokens, retry after 7"
                  + " seconds.\"}}");
      assertThatThrownBy(() -> raw(provider))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> {
                assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
                assertThat(error.status()).isEqualTo(429);
              })
          .hasMessageContaining("retry after 7 seconds");
    }

    @Test
    void keepAFilteredPromptReadable() {
      Provider provider =
          streaming(
              """
              {"error":{"message":"The prompt was filtered.","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}\
              """);
      assertThatThrownBy(() -> raw(provider))
          .isInstanceOfSatisfying(
              GatewayException.class,
              error -> assertThat(error.kind()).isEqualTo(ErrorKind.CONTENT_FILTER))
          .hasMessageContaining("The prompt was filtered.");
    }

    @Test
    void breakOffWhenNothingButAnnotationsCame() {
      Provider provider = streaming(PROMPT_FILTERED, annotation("null"));
      assertThatThrownBy(() -> raw(provider)).hasMessageContaining("without an answer");
    }
  }
}

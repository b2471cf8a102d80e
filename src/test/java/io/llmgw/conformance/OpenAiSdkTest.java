package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** OpenAI's own SDK in front of the gateway, an OpenAI-compatible upstream behind it. */
class OpenAiSdkTest {
  private static final String PROVIDER_KEY = "sk-provider-0123456789";

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
                litellm_params: {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: %2$s}
              - model_name: team/fast
                litellm_params: {model: openai/gpt-4o-mini, api_base: %1$s/v1, api_key: %2$s}
              - model_name: vectors
                litellm_params: {model: openai/text-embedding-3-small, api_base: %1$s/v1, api_key: %2$s}
            general_settings:
              master_key: %3$s
            """
                .formatted(upstream.url(), PROVIDER_KEY, Sdk.KEY));
    client = Sdk.client(gateway);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    upstream.close();
  }

  @Nested
  class Models {
    @Test
    void listsThoseThatChat() {
      assertThat(client.models().list().data())
          .extracting(Model::id)
          .containsExactlyInAnyOrder("fast", "team/fast");
    }

    @Test
    void tellsAboutOne() {
      Model model = client.models().retrieve("fast");

      assertThat(model.validate().ownedBy()).isEqualTo("openai");
      assertThat(model.created()).isPositive();
    }

    @Test
    void findsOneWithASlashInItsName() {
      assertThat(client.models().retrieve("team/fast").id()).isEqualTo("team/fast");
    }
  }

  @Nested
  class Chat {
    @Test
    void answersWhole() {
      upstream.then(Reply.json(ChatAnswers.whole("Hello, you.")));

      ChatCompletion answer =
          client.chat().completions().create(Sdk.ask("fast", "Hello").temperature(0.5).build());

      assertThat(Sdk.text(answer.validate())).isEqualTo("Hello, you.");
      assertThat(answer.model()).isEqualTo("fast");
      assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
      assertUsage(answer.usage().orElseThrow());
    }

    @Test
    void sendsTheProviderItsOwnKeyAndModel() {
      upstream.then(Reply.json(ChatAnswers.whole("Hi")));

      client.chat().completions().create(Sdk.ask("fast", "Hello").build());

      Received request = upstream.request();
      assertThat(request.target()).isEqualTo("/v1/chat/completions");
      assertThat(request.header("authorization")).contains("Bearer " + PROVIDER_KEY);
      assertThat(request.json().path("model").asString()).isEqualTo("gpt-4o-mini");
      assertThat(request.headers().toString()).doesNotContain(Sdk.KEY, "x-stainless");
    }

    @Test
    void tellsInHeadersWhoAnswered() {
      upstream.then(
          Reply.json(ChatAnswers.whole("Hi")).header("x-ratelimit-remaining-requests", "9"));

      ChatCompletionCreateParams question =
          Sdk.ask("fast", "Hello").putAdditionalHeader("x-request-id", "my-id-1").build();

      try (HttpResponseFor<ChatCompletion> response =
          client.chat().completions().withRawResponse().create(question)) {
        Headers headers = response.headers();
        assertThat(headers.values("x-litellm-model-group")).containsExactly("fast");
        assertThat(headers.values("x-litellm-call-id")).containsExactly("my-id-1");
        assertThat(headers.values("x-ratelimit-remaining-requests")).containsExactly("9");
        assertThat(response.requestId()).contains("my-id-1");
        assertThat(Sdk.text(response.parse())).isEqualTo("Hi");
      }
    }

    @Test
    void streams() {
      upstream.then(Reply.sse("").sendInPieces(ChatAnswers.stream("Hel", "lo, ", "you."), 40));

      ChatCompletion answer = Sdk.streamed(client, Sdk.ask("fast", "Hello").build());

      assertThat(Sdk.text(answer.validate())).isEqualTo("Hello, you.");
      assertThat(answer.model()).isEqualTo("fast");
      assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(answer.usage()).isEmpty();
    }

    @Test
    void streamsTheUsageWhenAskedForIt() {
      upstream.then(Reply.sse(ChatAnswers.stream("Hi")));

      ChatCompletion answer =
          Sdk.streamed(
              client,
              Sdk.ask("fast", "Hello")
                  .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                  .build());

      assertUsage(answer.usage().orElseThrow());
    }

    @Test
    void passesOnWhatTheGatewayDoesNotKnow() {
      upstream.then(
          Reply.json(ChatAnswers.whole("Hi").replace("\"usage\"", "\"novelty\":[1],\"usage\"")));

      ChatCompletion answer =
          client
              .chat()
              .completions()
              .create(
                  Sdk.ask("fast", "Hello")
                      .putAdditionalBodyProperty("guided_choice", JsonValue.from(List.of("a", "b")))
                      .build());

      assertThat(upstream.request().json().path("guided_choice").toString())
          .isEqualTo("[\"a\",\"b\"]");
      assertThat(answer._allProperties()).containsKey("novelty");
    }

    @Test
    void passesImagesOn() {
      String pixel = "data:image/png;base64,iVBORw0KGgo=";
      upstream.then(Reply.json(ChatAnswers.whole("A dot.")));

      client
          .chat()
          .completions()
          .create(
              ChatCompletionCreateParams.builder()
                  .model("fast")
                  .addUserMessageOfArrayOfContentParts(Pictures.question("What is it?", pixel))
                  .build());

      JsonNode content = upstream.request().json().at("/messages/0/content");
      assertThat(content.at("/0/text").asString()).isEqualTo("What is it?");
      assertThat(content.at("/1/image_url/url").asString()).isEqualTo(pixel);
    }

    private void assertUsage(CompletionUsage usage) {
      assertThat(usage.promptTokens()).isEqualTo(11);
      assertThat(usage.completionTokens()).isEqualTo(7);
      assertThat(usage.totalTokens()).isEqualTo(18);
      assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains(4L);
    }
  }

  @Nested
  class Tools {
    @Test
    void areCalledInParallelAndTheirResultsGoBack() {
      upstream.then(
          Reply.sse(
              ChatAnswers.chunk(
                      """
                      {"role":"assistant","content":null,"tool_calls":[\
                      {"index":0,"id":"call_a","type":"function",\
                      "function":{"name":"get_weather","arguments":""}},\
                      {"index":1,"id":"call_b","type":"function",\
                      "function":{"name":"get_time","arguments":""}}]}\
                      """,
                      null)
                  + arguments(1, "{\\\"z")
                  + arguments(0, "{\\\"city\\\":\\\"A\\\"}")
                  + arguments(1, "one\\\":1}")
                  + ChatAnswers.chunk("{}", "tool_calls")
                  + ChatAnswers.DONE));
      upstream.then(Reply.sse(ChatAnswers.stream("Rain at noon.")));
      ChatCompletionCreateParams.Builder question =
          Sdk.ask("fast", "Weather and time?")
              .addFunctionTool(Sdk.function("get_weather", "city"))
              .addFunctionTool(Sdk.function("get_time", "zone"))
              .parallelToolCalls(true);

      ChatCompletionMessage wanted =
          Sdk.streamed(client, question.build()).choices().getFirst().message();
      question.addMessage(wanted).addMessage(result("call_a", "rain"));
      ChatCompletion answer =
          Sdk.streamed(client, question.addMessage(result("call_b", "noon")).build());

      assertThat(wanted.toolCalls().orElseThrow())
          .extracting(call -> call.asFunction().id() + call.asFunction().function().name())
          .containsExactly("call_aget_weather", "call_bget_time");
      assertThat(wanted.toolCalls().orElseThrow())
          .extracting(call -> call.asFunction().function().arguments())
          .containsExactly("{\"city\":\"A\"}", "{\"zone\":1}");
      assertThat(Sdk.text(answer)).isEqualTo("Rain at noon.");
      JsonNode messages = upstream.awaitRequest(1).json().path("messages");
      assertThat(messages.at("/1/tool_calls/1/function/name").asString()).isEqualTo("get_time");
      assertThat(messages.at("/3/tool_call_id").asString()).isEqualTo("call_b");
      assertThat(messages.at("/3/content").asString()).isEqualTo("noon");
    }

    private static String arguments(int index, String escaped) {
      return ChatAnswers.chunk(
          "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":\"%s\"}}]}"
              .formatted(index, escaped),
          null);
    }

    private ChatCompletionToolMessageParam result(String call, String content) {
      return ChatCompletionToolMessageParam.builder().toolCallId(call).content(content).build();
    }
  }

  /** What a model is asked to fill in. */
  static class Person {
    public String name = "";
    public int age;
  }

  @Test
  void readsStructuredOutput() {
    upstream.then(Reply.json(ChatAnswers.whole("{\"name\":\"Ada\",\"age\":36}")));

    Person person =
        client
            .chat()
            .completions()
            .create(Sdk.ask("fast", "Who?").responseFormat(Person.class).build())
            .choices()
            .getFirst()
            .message()
            .content()
            .orElseThrow();

    assertThat(person.name).isEqualTo("Ada");
    assertThat(person.age).isEqualTo(36);
    JsonNode format = upstream.request().json().path("response_format");
    assertThat(format.path("type").asString()).isEqualTo("json_schema");
    assertThat(format.at("/json_schema/schema/properties/age/type").asString())
        .isEqualTo("integer");
  }

  @Nested
  class Embeddings {
    private static final String FLOATS =
        """
        {"object":"list","model":"upstream","data":[\
        {"object":"embedding","index":0,"embedding":[0.5,-0.25]},\
        {"object":"embedding","index":1,"embedding":[1.0,0.125]}],\
        "usage":{"prompt_tokens":3,"total_tokens":3}}\
        """;

    @Test
    void areReadInTheSdksOwnFormat() {
      upstream.then(
          Reply.json(
              """
              {"object":"list","model":"upstream","data":[\
              {"object":"embedding","index":0,"embedding":"AAAAPwAAgL4="}],\
              "usage":{"prompt_tokens":3,"total_tokens":3}}\
              """));

      var answer = client.embeddings().create(of("a").build());

      assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -0.25f);
      assertThat(upstream.request().json().path("encoding_format").asString()).isEqualTo("base64");
      assertThat(upstream.request().json().path("model").asString())
          .isEqualTo("text-embedding-3-small");
    }

    @Test
    void areReadFromAnUpstreamThatKnowsNumbersOnly() {
      upstream.then(Reply.json(FLOATS));

      var answer = client.embeddings().create(of("a", "b").build());

      assertThat(answer.data()).extracting(vector -> vector.index()).containsExactly(0L, 1L);
      assertThat(answer.data().getLast().embedding()).containsExactly(1.0f, 0.125f);
      assertThat(answer.usage().promptTokens()).isEqualTo(3);
    }

    @Test
    void areReadAsNumbers() {
      upstream.then(Reply.json(FLOATS));

      var answer =
          client
              .embeddings()
              .create(
                  of("a", "b").encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build());

      assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -0.25f);
      assertThat(upstream.request().json().path("encoding_format").asString()).isEqualTo("float");
    }

    private EmbeddingCreateParams.Builder of(String... texts) {
      return EmbeddingCreateParams.builder().model("vectors").inputOfArrayOfStrings(List.of(texts));
    }
  }

  @Nested
  class LegacyCompletions {
    private static final String PIECE =
        """
        {"id":"cmpl-1","object":"text_completion","created":1760000000,"model":"upstream",\
        "choices":[{"index":0,"text":"%s","logprobs":null,"finish_reason":%s}]}\
        """;

    private final CompletionCreateParams params =
        CompletionCreateParams.builder().model("fast").prompt("Once").maxTokens(5).build();

    @Test
    void answerWhole() {
      upstream.then(Reply.json(PIECE.formatted(" upon a time", "\"length\"")));

      Completion answer = client.completions().create(params);

      assertThat(answer.validate().choices().getFirst().text()).isEqualTo(" upon a time");
      assertThat(upstream.request().target()).isEqualTo("/v1/completions");
      assertThat(upstream.request().json().path("prompt").asString()).isEqualTo("Once");
    }

    @Test
    void askAModelThatOnlyChatsInAChat() {
      upstream
          .then(
              Reply.json(
                  404,
                  ChatAnswers.error(
                      "This is a chat model and not supported in the v1/completions endpoint.",
                      "invalid_request_error",
                      null)))
          .always(Reply.sse(ChatAnswers.stream(" upon", " a time")));

      Completion answer = client.completions().create(params);
      client.completions().create(params);

      assertThat(answer.validate().choices().getFirst().text()).isEqualTo(" upon a time");
      assertThat(upstream.requests())
          .extracting(Received::target)
          .containsExactly("/v1/completions", "/v1/chat/completions", "/v1/chat/completions");
      assertThat(upstream.requests().getLast().json().at("/messages/0/content").asString())
          .isEqualTo("Once");
    }

    @Test
    void stream() {
      upstream.then(
          Reply.sse(
              "data: "
                  + PIECE.formatted(" upon", "null")
                  + "\n\n"
                  + "data: "
                  + PIECE.formatted(" a time", "\"stop\"")
                  + "\n\n"
                  + ChatAnswers.DONE));
      List<String> pieces = new ArrayList<>();

      try (StreamResponse<Completion> answer = client.completions().createStreaming(params)) {
        answer.stream().forEach(piece -> pieces.add(piece.choices().getFirst().text()));
      }

      assertThat(String.join("", pieces)).isEqualTo(" upon a time");
    }
  }

  /** Messages that hold pictures. */
  static final class Pictures {
    private Pictures() {}

    static List<ChatCompletionContentPart> question(String text, String url) {
      return List.of(
          ChatCompletionContentPart.ofText(
              ChatCompletionContentPartText.builder().text(text).build()),
          ChatCompletionContentPart.ofImageUrl(
              ChatCompletionContentPartImage.builder()
                  .imageUrl(
                      ChatCompletionContentPartImage.ImageUrl.builder()
                          .url(url)
                          .detail(ChatCompletionContentPartImage.ImageUrl.Detail.LOW)
                          .build())
                  .build()));
    }
  }
}

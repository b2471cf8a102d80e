package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's own SDK in front of a gateway without a configuration, whose demo model must be
 * translated.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoModelSdkTest {
  RunningGateway gateway;
  OpenAIClient client;

  @BeforeAll
  void start(@TempDir Path folder) {
    gateway = RunningGateway.start(folder);
    client = Sdk.client(gateway);
  }

  @AfterAll
  void stop() {
    client.close();
    gateway.close();
  }

  @Test
  void isListed() {
    assertThat(client.models().list().data()).extracting(Model::id).containsExactly("demo");
  }

  @Test
  void answersWhole() {
    ChatCompletion answer =
        client.chat().completions().create(Sdk.ask("demo", "echo one two three").build());

    assertThat(Sdk.text(answer.validate())).isEqualTo("one two three");
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
  }

  @Test
  void streamsTheSameAnswer() {
    ChatCompletionCreateParams question = Sdk.ask("demo", "markdown").build();

    ChatCompletion streamed = Sdk.streamed(client, question);

    ChatCompletion whole = client.chat().completions().create(question);
    assertThat(Sdk.text(streamed.validate())).isEqualTo(Sdk.text(whole));
    assertThat(streamed.usage()).isEmpty();
  }

  @Test
  void streamsTheUsageWhenAskedForIt() {
    ChatCompletion answer =
        Sdk.streamed(
            client,
            Sdk.ask("demo", "long 30")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(30);
  }

  @Test
  void endsAtTheLimitOfTokens() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(Sdk.ask("demo", "long 500").maxCompletionTokens(10).build());

    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(10);
  }

  @Nested
  class Tools {
    private final ChatCompletionCreateParams.Builder question =
        Sdk.ask("demo", "tools")
            .addFunctionTool(Sdk.function("get_weather", "city"))
            .addFunctionTool(Sdk.function("get_time", "zone"));

    @Test
    void areCalledInParallel() {
      ChatCompletion whole = client.chat().completions().create(question.build());

      assertThat(whole.validate().choices().getFirst().finishReason())
          .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
      assertThat(names(whole)).containsExactlyInAnyOrder("get_weather", "get_time");
      assertThat(names(Sdk.streamed(client, question.build()))).isEqualTo(names(whole));
    }

    @Test
    void giveResultsThatTheModelReads() {
      ChatCompletionMessage wanted =
          Sdk.streamed(client, question.build()).choices().getFirst().message();
      question.addMessage(wanted);
      for (ChatCompletionMessageToolCall call : wanted.toolCalls().orElseThrow()) {
        question.addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id())
                .content("result of " + call.asFunction().function().name())
                .build());
      }

      ChatCompletion answer = client.chat().completions().create(question.build());

      assertThat(Sdk.text(answer)).contains("result of get_weather", "result of get_time");
    }

    private List<String> names(ChatCompletion answer) {
      return answer.choices().getFirst().message().toolCalls().orElseThrow().stream()
          .map(call -> call.asFunction().function().name())
          .toList();
    }
  }

  /** What the model is asked to fill in. */
  static class Report {
    public String title = "";
    public List<Integer> figures = List.of();
    public boolean done;
  }

  @Test
  void fillsInAnyStructure() {
    var answer =
        client
            .chat()
            .completions()
            .create(Sdk.ask("demo", "Report!").responseFormat(Report.class).build());

    Report report = answer.choices().getFirst().message().content().orElseThrow();
    assertThat(report.title).isNotEmpty();
  }

  @Test
  void seesImages() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model("demo")
                    .addUserMessageOfArrayOfContentParts(
                        OpenAiSdkTest.Pictures.question(
                            "image", "data:image/png;base64,iVBORw0KGgo="))
                    .build());

    assertThat(Sdk.text(answer)).contains("image/png");
  }

  @Test
  void embedsAlikeInBothFormats() {
    var params = EmbeddingCreateParams.builder().model("demo").input("some text");

    List<Float> packed = client.embeddings().create(params.build()).data().getFirst().embedding();

    params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT);
    assertThat(packed).hasSize(256);
    assertThat(client.embeddings().create(params.build()).data().getFirst().embedding())
        .isEqualTo(packed);
  }

  @Test
  void completesAPrompt() {
    var params = CompletionCreateParams.builder().model("demo").prompt("echo one two").build();
    List<String> pieces = new ArrayList<>();

    try (StreamResponse<Completion> answer = client.completions().createStreaming(params)) {
      answer.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> pieces.add(choice.text()));
    }

    assertThat(client.completions().create(params).choices().getFirst().text())
        .isEqualTo("one two");
    assertThat(String.join("", pieces)).isEqualTo("one two");
  }

  @Nested
  class Failures {
    @Test
    void beforeTheFirstWordAreAnAnswerOfTheirOwn() {
      ChatCompletionCreateParams question = Sdk.ask("demo", "error context").build();

      assertThatThrownBy(() -> Sdk.streamed(client, question))
          .isInstanceOfSatisfying(
              BadRequestException.class,
              failure -> assertThat(failure.code()).contains("context_length_exceeded"));
    }

    @Test
    void thatPatienceDoesNotHelpSaySo() {
      ChatCompletionCreateParams question = Sdk.ask("demo", "error quota").build();

      assertThatThrownBy(() -> client.chat().completions().create(question))
          .isInstanceOfSatisfying(
              RateLimitException.class,
              failure -> {
                assertThat(failure.code()).contains("insufficient_quota");
                assertThat(failure.headers().values("x-should-retry")).containsExactly("false");
              });
    }

    @Test
    void inMidStreamRaise() {
      StringBuilder text = new StringBuilder();

      assertThatThrownBy(
              () -> {
                try (StreamResponse<ChatCompletionChunk> answer =
                    client
                        .chat()
                        .completions()
                        .createStreaming(Sdk.ask("demo", "error midstream").build())) {
                  answer.stream()
                      .flatMap(chunk -> chunk.choices().stream())
                      .forEach(choice -> choice.delta().content().ifPresent(text::append));
                }
              })
          .isInstanceOf(SseException.class)
          .hasMessageContaining("stopped in mid-answer");
      assertThat(text).isNotEmpty();
    }
  }
}

package io.llmgw.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.llmgw.json.Json;
import io.llmgw.model.Embeddings;
import io.llmgw.model.FinishReason;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Usage;
import io.llmgw.provider.Transcript;
import io.llmgw.provider.demo.Demo.Options;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may say about the form of its answer. */
class DemoAnswerTest {
  private final Demo demo = new Demo();

  @Nested
  class Limits {

    @Test
    void endTheAnswerAtTheTokenLimit() {
      Transcript transcript = demo.ask("echo one two three", Options.maxTokens(2));

      assertThat(transcript.text()).isEqualTo("one two");
      assertThat(transcript.finish()).isEqualTo(FinishReason.LENGTH);
      assertThat(transcript.usage().orElseThrow().outputTokens()).isEqualTo(2);
    }

    @Test
    void leaveAnAnswerOfExactlyThatLength() {
      Transcript transcript = demo.ask("echo one two three", Options.maxTokens(3));

      assertThat(transcript.text()).isEqualTo("one two three");
      assertThat(transcript.finish()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void countReasoningToo() {
      Transcript transcript = demo.ask("think", Options.maxTokens(5));

      assertThat(transcript.text()).isEmpty();
      assertThat(transcript.finish()).isEqualTo(FinishReason.LENGTH);
      assertThat(transcript.usage()).contains(new Usage(1, 5, 0, 0, 5));
    }

    @Test
    void endTheAnswerBeforeAStopSequence() {
      Transcript transcript = demo.ask("echo one two three", Options.stop("zzz", "ee", "o th"));

      assertThat(transcript.text()).isEqualTo("one tw");
      assertThat(transcript.finish()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void dropAFailureThatWouldComeAfterTheStop() {
      assertThat(demo.ask("error midstream", Options.stop("going")).finish())
          .isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void mustLeaveRoomForAToken(int most) {
      assertThatThrownBy(() -> demo.ask("help", Options.maxTokens(most)))
          .matches(failure -> "max_tokens".equals(paramOf(failure)));
    }
  }

  @Nested
  class TokenCounts {

    @Test
    void coverAllMessagesAndAllParts() {
      List<Message> talk =
          List.of(
              Message.text(Role.SYSTEM, "Be brief."),
              new Message(
                  Role.ASSISTANT,
                  List.of(
                      new Part.Reasoning("hm hm", null),
                      new Part.ToolCall("1", "look", "{}"),
                      new Part.Refusal("no"))),
              new Message(
                  Role.TOOL,
                  List.of(new Part.ToolResult("1", null, List.of(new Part.Text("a b c")), false))),
              Demo.user(
                  new Part.Text("echo hi"),
                  new Part.Media(Part.MediaKind.IMAGE, null, null, "https://x", null, null)));

      assertThat(demo.ask(talk, Options.NONE).usage())
          .contains(Usage.of(2 + 2 + 2 + 1 + 3 + 2 + 85, 1));
    }

    @Test
    void countReasoningAsOutput() {
      Usage usage = demo.ask("think").usage().orElseThrow();

      assertThat(usage.reasoningTokens()).isPositive().isLessThan(usage.outputTokens());
    }
  }

  @Nested
  class Formats {
    private static final String SCHEMA =
        """
        {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},
         "required":["name"]}
        """;

    @ParameterizedTest
    @ValueSource(strings = {"hello", "table", "think", "json", "long 400", "echo {"})
    void areJsonWhereJsonIsWanted(String text) {
      Transcript transcript = demo.ask(text, Options.of(new ResponseFormat.JsonObject()));

      assertThat(Json.MAPPER.readTree(transcript.text()).isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "slow 1", "### Task:\nfill {\"title\": \"\"}"})
    void followTheSchema(String text) {
      var format =
          new ResponseFormat.JsonSchema("person", null, Json.MAPPER.readTree(SCHEMA), true);

      assertThat(demo.ask(text, Options.of(format)).text())
          .isEqualTo("{\"name\":\"demo name\",\"age\":1}");
    }

    @Test
    void arePlainTextOtherwise() {
      assertThat(demo.ask("echo hi", Options.of(new ResponseFormat.Text())).text()).isEqualTo("hi");
    }
  }

  @Nested
  class Choices {

    @Test
    void areAsManyAsAsked() {
      Transcript transcript =
          demo.ask("echo hi there", Options.extra("n", Json.MAPPER.readTree("3")));

      assertThat(transcript.finishes()).containsOnlyKeys(0, 1, 2);
      assertThat(transcript.text(2)).isEqualTo("hi there");
      assertThat(transcript.usage()).contains(Usage.of(3, 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "129", "1.5", "\"2\"", "99999999999", "[]"})
    void mustBeAReasonableNumber(String n) {
      assertThatThrownBy(() -> demo.ask("help", Options.extra("n", Json.MAPPER.readTree(n))))
          .matches(failure -> "n".equals(paramOf(failure)));
    }

    @Test
    void areOneForNull() {
      assertThat(demo.ask("echo hi", Options.extra("n", Json.MAPPER.readTree("null"))).finish())
          .isEqualTo(FinishReason.STOP);
    }
  }

  @Nested
  class Vectors {

    @Test
    void haveLengthOneAndTheWantedDimensions() {
      for (int dimensions : new int[] {1, 3, 8, 9, 1_536}) {
        float[] vector = embed(dimensions, "text").vectors().getFirst();

        assertThat(vector).hasSize(dimensions);
        double squares = 0;
        for (float component : vector) {
          squares += component * component;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
      }
    }

    @Test
    void areEqualForEqualTextsOnly() {
      List<float[]> vectors = embed(256, "a", "b", "a", "").vectors();

      assertThat(vectors.get(0)).isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
      assertThat(vectors.get(3)).hasSize(256);
    }

    @Test
    void countTheirTokens() {
      Embeddings.Result result =
          demo.provider.embed(
              new Embeddings.Request("m", List.of("one two", "three"), null), Demo.call());

      assertThat(result.usage()).isEqualTo(Usage.of(3, 0));
      assertThat(result.vectors()).allMatch(vector -> vector.length == 256);
      assertThat(result.model()).isEqualTo("demo");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5, 4_097})
    void mustHaveAReasonableLength(int dimensions) {
      assertThatThrownBy(() -> embed(dimensions, "text"))
          .matches(failure -> "dimensions".equals(paramOf(failure)));
    }

    private Embeddings.Result embed(int dimensions, String... texts) {
      return demo.provider.embed(
          new Embeddings.Request("m", List.of(texts), dimensions), Demo.call());
    }
  }

  private static String paramOf(Throwable failure) {
    return String.valueOf(((GatewayException) failure).detail().param());
  }
}

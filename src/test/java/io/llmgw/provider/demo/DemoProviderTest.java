package io.llmgw.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Json;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import io.llmgw.provider.Call;
import io.llmgw.provider.EventStream;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.Transcript;
import io.llmgw.provider.UpstreamModel;
import io.llmgw.provider.demo.Demo.Options;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DemoProviderTest {
  private final Demo demo = new Demo();

  @Nested
  class AnyQuestion {

    @Test
    void isAnsweredByADemoThatSaysSo() {
      String text = demo.ask("What is the capital\nof France?").text();

      assertThat(text)
          .contains("llmgw's built-in **demo model**", "no provider")
          .contains("> What is the capital\n> of France?")
          .contains("`help`", "`markdown`", "`slow`", "`error`")
          .contains("OPENAI_API_KEY", "llmgw config init");
    }

    @Test
    void isQuotedInBounds() {
      String text = demo.ask("🦊".repeat(5_000)).text();

      assertThat(text).contains("> " + "🦊".repeat(300) + "…").hasSizeLessThan(2_000);
    }

    @Test
    void mayBeMissing() {
      assertThat(demo.ask(List.of(Message.text(Role.SYSTEM, "Be brief.")), Options.NONE).text())
          .contains("Your message had no text.");
    }

    @Test
    void isTheLastOneOfTheUser() {
      List<Message> talk =
          List.of(
              Message.text(Role.USER, "echo first"),
              Message.text(Role.ASSISTANT, "first"),
              Message.text(Role.USER, "echo second"),
              Message.text(Role.ASSISTANT, "sec"));

      assertThat(demo.ask(talk, Options.NONE).text()).isEqualTo("second");
    }

    @Test
    void getsTheSameAnswerEachTime() {
      assertThat(demo.ask("think")).isEqualTo(demo.ask("think"));
    }

    @Test
    void startsWithWhoAnswersAndWhen() {
      assertThat(demo.ask("help").started())
          .isEqualTo(new StreamEvent.Started("demo-call-1", "demo", Demo.NOW.getEpochSecond()));
    }
  }

  @Nested
  class Keywords {

    @ParameterizedTest
    @ValueSource(strings = {"table", "Table, please", "/table", "TABLE!", "\"table\"", " table\nx"})
    void areTheFirstWordInAnyDress(String text) {
      assertThat(demo.ask(text).text()).contains("|:--------|:-----:|-------------:|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tables", "a table", "table2", "Error handling in Java?", "error 200"})
    void areNotSeenWhereNoneIsMeant(String text) {
      assertThat(demo.ask(text).text()).startsWith("Hello!");
    }

    @Test
    void areAllExplainedByHelp() {
      String help = demo.ask("help").text();

      assertThat(help)
          .contains("demo model")
          .contains(
              "`markdown",
              "`table",
              "`code",
              "`think",
              "`tool ",
              "`tools`",
              "`image",
              "`json",
              "`long",
              "`slow",
              "`error",
              "`echo");
    }

    @Test
    void showMarkdown() {
      assertThat(demo.ask("markdown").text())
          .contains("# What", "\n- bread", "**bold**", "](https://", "\n> A quote");
    }

    @Test
    void showACodeBlock() {
      assertThat(demo.ask("code").text()).containsPattern("(?s)\n```java\n.*\n```\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"think", "reason"})
    void showReasoningBeforeTheText(String word) {
      List<StreamEvent> events = demo.ask(word).events();

      assertThat(events.get(1)).isInstanceOf(StreamEvent.ReasoningDelta.class);
      int firstText = indexOfFirst(events, StreamEvent.TextDelta.class);
      assertThat(events.subList(firstText, events.size()))
          .noneMatch(StreamEvent.ReasoningDelta.class::isInstance);
    }

    @Test
    void showAsManyTokensAsAsked() {
      Transcript transcript = demo.ask("long 500");

      assertThat(transcript.usage().orElseThrow().outputTokens()).isEqualTo(500);
      assertThat(transcript.events())
          .filteredOn(StreamEvent.TextDelta.class::isInstance)
          .hasSize(500);
    }

    @ParameterizedTest
    @CsvSource({"long, 300", "long 0, 1", "long 999999999, 10000", "long 12345678901, 300"})
    void keepTheLengthInBounds(String text, int tokens) {
      assertThat(demo.ask(text).usage().orElseThrow().outputTokens()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "two\n\n  words ",
          "ünï 🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊 \t x",
          "aVeryLongWordWithoutAnySpace"
        })
    void repeatTextExactly(String text) {
      assertThat(demo.ask("echo " + text).text()).isEqualTo(text.strip());
    }

    @Test
    void showJson() {
      JsonNode json = Json.MAPPER.readTree(demo.ask("json").text());

      assertThat(json.path("demo").asBoolean()).isTrue();
    }

    private static int indexOfFirst(List<StreamEvent> events, Class<?> type) {
      return events.indexOf(events.stream().filter(type::isInstance).findFirst().orElseThrow());
    }
  }

  @Nested
  class SlowAnswers {

    @Test
    void waitBeforeEachToken() {
      Transcript transcript = demo.ask("slow 200 echo one two three");

      assertThat(transcript.text()).isEqualTo("one two three");
      assertThat(demo.waits).hasSize(4).containsOnly(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @CsvSource({"slow, 150", "slow 99999999, 10000", "slow down, 150"})
    void keepTheWaitInBounds(String text, long millis) {
      demo.ask(text);

      assertThat(demo.waits).isNotEmpty().containsOnly(Duration.ofMillis(millis));
    }

    @Test
    void doNotNestWithoutEnd() {
      assertThat(demo.ask("slow 1 ".repeat(50_000)).text()).startsWith("This answer");
    }

    @Test
    void endAtTheLimitOfTheWholeCall() {
      TimeLimits limits = new TimeLimits(Duration.ZERO, Duration.ZERO, Duration.ofMillis(500));
      var request = Demo.request(List.of(Message.text(Role.USER, "slow 200 long")), Options.NONE);

      assertThatThrownBy(() ->
              Transcript.of(
                  demo.provider, request, new Call("c", Demo.call().cancellation(), limits)))
          .matches(failure -> kindOf(failure) == ErrorKind.TIMEOUT);
      assertThat(demo.waits).extracting(Duration::toMillis).containsExactly(200L, 200L, 100L);
    }

    @Test
    void stopWhereTheThreadIsInterrupted() {
      var interrupted =
          new DemoProvider(
              InstantSource.system(),
              (_, _) -> {
                throw new InterruptedException();
              });
      var request = Demo.request(List.of(Message.text(Role.USER, "slow")), Options.NONE);

      assertThatThrownBy(() -> Transcript.of(interrupted, request, Demo.call()))
          .matches(failure -> kindOf(failure) == ErrorKind.CANCELLED);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Nested
  class Failures {

    @ParameterizedTest
    @CsvSource({
      "error, UPSTREAM, 500",
      "error 401, AUTHENTICATION, 401",
      "error 404, NOT_FOUND, 404",
      "error 418, INVALID_REQUEST, 418",
      "error 429, RATE_LIMIT, 429",
      "error 529, UNAVAILABLE, 529",
      "error quota, QUOTA, 429",
      "error context, CONTEXT_LENGTH, 400",
      "Error FILTER, CONTENT_FILTER, 400",
    })
    void comeBeforeTheFirstEvent(String text, ErrorKind kind, int status) {
      var request = Demo.request(List.of(Message.text(Role.USER, text)), Options.NONE);

      assertThatThrownBy(() -> demo.provider.chat(request, Demo.call()))
          .hasMessageContaining("Made up by the demo model")
          .matches(failure -> kindOf(failure) == kind)
          .matches(failure -> ((GatewayException) failure).status() == status);
    }

    @Test
    void sayHowLongToWait() {
      var request = Demo.request(List.of(Message.text(Role.USER, "error 429")), Options.NONE);

      assertThatThrownBy(() -> demo.provider.chat(request, Demo.call()))
          .matches(failure -> ((GatewayException) failure).retryAfter().isPresent());
    }

    @Test
    void comeAfterSomeTextWhenAsked() {
      var request = Demo.request(List.of(Message.text(Role.USER, "error midstream")), Options.NONE);
      try (EventStream stream = demo.provider.chat(request, Demo.call())) {
        assertThat(stream.next()).isInstanceOf(StreamEvent.Started.class);
        assertThat(stream.next()).isInstanceOf(StreamEvent.TextDelta.class);

        assertThatThrownBy(() -> Transcript.of(stream))
            .matches(f -> kindOf(f) == ErrorKind.UPSTREAM);
        assertThatThrownBy(stream::next).matches(f -> kindOf(f) == ErrorKind.UPSTREAM);
      }
    }
  }

  @Nested
  class Files {

    @Test
    void areDescribedByKindTypeAndSize() {
      Message message =
          Demo.user(
              new Part.Text("image"),
              new Part.Media(
                  Part.MediaKind.IMAGE, "image/png", "AAAA".repeat(512), null, null, null),
              new Part.Media(
                  Part.MediaKind.IMAGE, null, null, "https://example.org/cat.jpg", null, null),
              new Part.Media(
                  Part.MediaKind.DOCUMENT, "application/pdf", "AAA=", null, "a`b.pdf", null));

      assertThat(demo.ask(List.of(message), Options.NONE).text())
          .contains("2 images and 1 document")
          .contains("1. image/png, 1.5 KiB")
          .contains("2. unknown type, at `https://example.org/cat.jpg`")
          .contains("3. `a'b.pdf`, application/pdf, 2 bytes");
    }

    @Test
    void areSeenWithoutTheWordAndBehindOpenWebUisList() {
      Message message =
          Demo.user(
              new Part.Text("<attached_files>\n<file name=\"square.png\"/>\n</attached_files>\n\n"),
              new Part.Text("What is this?"),
              new Part.Media(Part.MediaKind.IMAGE, "image/png", "AAAA", null, null, null));

      assertThat(demo.ask(List.of(message), Options.NONE).text()).contains("1 image:");
    }

    @Test
    void doNotHideTheKeyword() {
      Message message =
          Demo.user(
              new Part.Text("<attached_files>\n<file/>\n</attached_files>\n\n"),
              new Part.Text("echo hello"),
              new Part.Media(Part.MediaKind.IMAGE, "image/png", "AAAA", null, null, null));

      assertThat(demo.ask(List.of(message), Options.NONE).text()).isEqualTo("hello");
    }

    @Test
    void doNotHideTheKeywordNorDoWhatCodingAgentsSayBefore() {
      Message message =
          Demo.user(
              new Part.Text("<system-reminder>\nuse it or not\n</system-reminder>\n"),
              new Part.Text("<environment_context>one more</environment_context>"),
              new Part.Text("echo hello"));

      assertThat(demo.ask(List.of(message), Options.NONE).text()).isEqualTo("hello");
    }

    @Test
    void areMissedWhenThereAreNone() {
      assertThat(demo.ask("image").text()).contains("No image came with your message");
    }
  }

  @Test
  void offersOneModel() {
    assertThat(demo.provider.models(Demo.call()))
        .containsExactly(new UpstreamModel("demo", "llmgw"));
  }

  private static ErrorKind kindOf(Throwable failure) {
    return ((GatewayException) failure).kind();
  }
}

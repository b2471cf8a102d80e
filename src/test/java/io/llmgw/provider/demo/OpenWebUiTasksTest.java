package io.llmgw.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.model.ResponseFormat;
import io.llmgw.provider.demo.Demo.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenWebUiTasksTest {
  private final Demo demo = new Demo();

  @ParameterizedTest
  @CsvSource({
    "table of planets, 🧪 table of planets",
    "one two three four five six seven eight, 🧪 one two three four five six",
    "'a \"quoted\" \\ thing', '🧪 a \"quoted\" \\ thing'",
    "'', 🧪 Demo chat",
  })
  void titlesTheChatByItsFirstQuestion(String question, String title) {
    JsonNode json = ask("{ \"title\": \"your concise title here\" }", question);

    assertThat(json.size()).isEqualTo(1);
    assertThat(json.path("title").stringValue()).isEqualTo(title);
  }

  @Test
  void tagsTheChatByItsScene() {
    assertThat(ask("{ \"tags\": [\"tag1\"] }", "table of planets").toString())
        .isEqualTo("{\"tags\":[\"Demo\",\"Table\"]}");
    assertThat(ask("{ \"tags\": [\"tag1\"] }", "hello").toString())
        .isEqualTo("{\"tags\":[\"Demo\"]}");
  }

  @Test
  void proposesQuestionsTheDemoKnows() {
    JsonNode questions = ask("{ \"follow_ups\": [\"Question 1?\"] }", "hello").path("follow_ups");

    assertThat(questions.size()).isEqualTo(3);
    for (JsonNode question : questions) {
      assertThat(demo.ask(question.stringValue()).text()).isNotEmpty().doesNotStartWith("Hello!");
    }
  }

  @Test
  void proposesOtherQuestionsAfterTheLastOne() {
    assertThat(ask("{ \"follow_ups\": [] }", "echo hi").path("follow_ups").size()).isEqualTo(3);
    assertThat(ask("{ \"follow_ups\": [] }", "markdown").toString()).doesNotContain("markdown");
  }

  @Test
  void searchesForTheQuestion() {
    assertThat(ask("{ \"queries\": [\"query1\"] }", "weather in Bern").toString())
        .isEqualTo("{\"queries\":[\"weather in Bern\"]}");
  }

  @Test
  void looksForTheOrderBeforeTheConversation() {
    assertThat(ask("{ \"tags\": [] }", "why is \"title\": missing?").has("tags")).isTrue();
  }

  @Test
  void keepsTheAnswerOfATaskThatAlsoWantsJson() {
    String answer =
        demo.ask(task("{ \"title\": \"\" }", "hi"), Options.of(new ResponseFormat.JsonObject()))
            .text();

    assertThat(answer).isEqualTo("{\"title\":\"🧪 hi\"}");
  }

  @Test
  void takesAQuestionWithRetrievedTextForAQuestion() {
    String question =
        """
        ### Task:
        Respond to the user query using the provided context.
        <context>
        <source id="1">{"title": "a document", "tags": []}</source>
        </context>
        What does it say?
        """;

    assertThat(demo.ask(question).text()).startsWith("Hello!");
  }

  private JsonNode ask(String form, String question) {
    return Json.MAPPER.readTree(demo.ask(task(form, question)).text());
  }

  /** The frame all of Open WebUI's task prompts share. */
  private static String task(String form, String question) {
    return """
    ### Task:
    Do something with the chat history.

    ### Output:
    JSON format: %s

    ### Chat History:
    <chat_history>
    USER: %s
    ASSISTANT: Some "title": and "tags": here.
    </chat_history>\
    """
        .formatted(form, question);
  }
}

package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Section 7 of what vendors are known for, as far as it is about the values of a request. */
class QuirksTest {
  private static final String CALL =
      "{'role':'assistant','content':null,'tool_calls':[{'id':'%s','type':'function',"
          + "'function':{'name':'get_time','arguments':'{}'}}]}";
  private static final String RESULT = "{'role':'tool','tool_call_id':'%s','content':'noon'}";

  private final Fidelity fidelity = new Fidelity(true);

  private String fit(String vendor, String body) {
    JsonObjectIndex index =
        JsonObjectIndex.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return new String(
        RequestShape.fit(
                Setup.of(vendor, "m").profile(), index, Operation.CHAT, false, false, fidelity)
            .toByteArray(),
        StandardCharsets.UTF_8);
  }

  private JsonNode messages(String vendor, String... messages) {
    String body = "{'model':'m','messages':[" + String.join(",", messages) + "]}";
    return Json.MAPPER.readTree(fit(vendor, body)).get("messages");
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  private List<String> changed() {
    return fidelity.notes().stream().map(Fidelity.Note::field).toList();
  }

  @Test
  void givesMistralIdsOfNineLettersAndDigits() {
    String id = "call_abc-123";
    JsonNode sent = messages("mistral", CALL.formatted(id), RESULT.formatted(id));

    String first = sent.get(0).get("tool_calls").get(0).get("id").asString();
    assertThat(first).matches("[a-zA-Z0-9]{9}");
    assertThat(sent.get(1).get("tool_call_id").asString()).isEqualTo(first);
    assertThat(changed()).containsExactly("tool_call_id");
  }

  @Test
  void leavesIdsThatAreAsMistralWantsThem() {
    JsonNode sent = messages("mistral", CALL.formatted("D681PevKs"), RESULT.formatted("D681PevKs"));

    assertThat(sent.get(1).get("tool_call_id").asString()).isEqualTo("D681PevKs");
    assertThat(changed()).isEmpty();
  }

  @Test
  void tellsMistralTheNameOfTheToolThatAnswers() {
    JsonNode sent = messages("mistral", CALL.formatted("D681PevKs"), RESULT.formatted("D681PevKs"));

    assertThat(sent.get(1).get("name").asString()).isEqualTo("get_time");
  }

  @Test
  void letsTheAssistantOfMistralSpeakBetweenToolAndUser() {
    JsonNode sent =
        messages(
            "mistral",
            CALL.formatted("D681PevKs"),
            RESULT.formatted("D681PevKs"),
            "{'role':'user','content':'And now?'}");

    assertThat(sent)
        .extracting(message -> message.get("role").asString())
        .containsExactly("assistant", "tool", "assistant", "user");
    assertThat(changed()).contains("messages");
  }

  @Test
  void asksMistralToGoOnByThePrefix() {
    JsonNode sent =
        messages(
            "mistral",
            "{'role':'user','content':'Count.'}",
            "{'role':'assistant','content':'1, 2'}");

    assertThat(sent.get(1)).isEqualTo(json("{'role':'assistant','content':'1, 2','prefix':true}"));
  }

  @Test
  void doesNotTouchMessagesThatMistralTakes() {
    String body =
        "{'model':'m','messages':[{'role':'user','content':'Hi'}],'temperature':0.7}"
            .replace('\'', '"');

    assertThat(json(fit("mistral", body))).isEqualTo(json(body));
    assertThat(changed()).isEmpty();
  }

  @Test
  void joinsNeighboursForPerplexityAndPutsTheSystemFirst() {
    JsonNode sent =
        messages(
            "perplexity",
            "{'role':'system','content':'Be brief.'}",
            "{'role':'user','content':'Hi'}",
            "{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}",
            "{'role':'assistant','content':''}",
            "{'role':'system','content':'In German.'}",
            "{'role':'user','content':'One'}",
            "{'role':'user','content':'Two'}");

    assertThat(sent)
        .isEqualTo(
            json(
                """
                [{'role':'system','content':'Be brief.\\n\\nIn German.'},
                 {'role':'user','content':[{'type':'text','text':'Hi'},
                   {'type':'image_url','image_url':{'url':'https://x/y.png'}}]},
                 {'role':'assistant','content':''},
                 {'role':'user','content':'One\\n\\nTwo'}]\
                """));
  }

  @Test
  void asksPerplexityToGoOn() {
    JsonNode sent =
        messages(
            "perplexity",
            "{'role':'user','content':'Count.'}",
            "{'role':'assistant','content':'1, 2'}");

    assertThat(sent.get(2)).isEqualTo(json("{'role':'user','content':'Go on.'}"));
    assertThat(changed()).containsExactly("messages");
  }

  @Test
  void shortensIdsThatAreTooLongForOpenAi() {
    String id = "toolu_" + "x".repeat(60);
    JsonNode sent = messages("openai", CALL.formatted(id), RESULT.formatted(id));

    String shorter = sent.get(0).get("tool_calls").get(0).get("id").asString();
    assertThat(shorter).hasSize(40).startsWith("call_");
    assertThat(sent.get(1).get("tool_call_id").asString()).isEqualTo(shorter);
  }

  @Test
  void leavesOtherIdsToOpenAiByteForByte() {
    String body =
        ("{ 'model':'m', 'messages' : [ " + CALL + " , " + RESULT + " ] }")
            .formatted("x".repeat(40), "x".repeat(40))
            .replace('\'', '"');

    assertThat(fit("openai", body)).isEqualTo(body);
  }

  @Test
  void putsASchemaInWordsForDeepSeek() {
    String body =
        "{'model':'m','messages':[{'role':'user','content':'Hi'}],'response_format':"
            + "{'type':'json_schema','json_schema':{'name':'a','schema':{'type':'object'}}}}";
    JsonNode sent = Json.MAPPER.readTree(fit("deepseek", body));

    assertThat(sent.get("response_format")).isEqualTo(json("{'type':'json_object'}"));
    assertThat(sent.get("messages").get(0).get("content").asString())
        .contains("JSON schema", "{\"type\":\"object\"}");
    assertThat(changed()).containsExactly("response_format");
  }

  @Test
  void asksLmStudioForJsonByASchema() {
    String body = "{'model':'m','messages':[],'response_format':{'type':'json_object'}}";
    JsonNode sent = Json.MAPPER.readTree(fit("lm_studio", body)).get("response_format");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'type':'json_schema',"
                    + "'json_schema':{'name':'answer','schema':{'type':'object'}}}"));
  }

  @Test
  void keepsValuesWithinWhatTheVendorTakes() {
    String body = "{'model':'m','messages':[],'temperature':2,'reasoning_effort':'xhigh'}";

    assertThat(json(fit("mistral", body)).get("temperature").asDouble()).isEqualTo(1.5);
    assertThat(json(fit("fireworks_ai", body)).get("reasoning_effort").asString())
        .isEqualTo("high");
    assertThat(changed()).containsExactly("temperature", "reasoning_effort");
  }
}

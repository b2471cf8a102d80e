package io.llmgw.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.ToolChoice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatDecoderTest {
  private static ChatRequest decode(String members) {
    String body = "{'model':'chat-a'," + members + "}";
    return ChatDecoder.chat(Json.MAPPER.readTree(body.replace('\'', '"')));
  }

  private static List<Part> parts(String message) {
    return decode("'messages':[" + message + "]").messages().getFirst().parts();
  }

  @Test
  void readsAConversation() {
    ChatRequest request =
        decode(
            """
            'messages':[
              {'role':'system','content':'Be kind.'},
              {'role':'developer','content':[{'type':'text','text':'Be brief.'}]},
              {'role':'user','content':'What is the weather?'},
              {'role':'assistant','content':'','reasoning_content':'Hm.','tool_calls':[
                {'id':'call_1','type':'function','function':{'name':'weather','arguments':'{\\"c\\":1}'}},
                {'id':'call_2','type':'function','function':{'name':'time','arguments':''}}]},
              {'role':'tool','tool_call_id':'call_1','content':'Rain'},
              {'role':'tool','tool_call_id':'call_2','content':[{'type':'text','text':'Noon'}]},
              {'role':'assistant','content':null,'refusal':'No.'}]\
            """);

    assertThat(request.model()).isEqualTo("chat-a");
    assertThat(request.messages())
        .containsExactly(
            Message.text(Role.SYSTEM, "Be kind."),
            Message.text(Role.SYSTEM, "Be brief."),
            Message.text(Role.USER, "What is the weather?"),
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Part.Reasoning("Hm.", null),
                    new Part.ToolCall("call_1", "weather", "{\"c\":1}"),
                    new Part.ToolCall("call_2", "time", "{}"))),
            new Message(
                Role.TOOL,
                List.of(
                    new Part.ToolResult("call_1", null, List.of(new Part.Text("Rain")), false))),
            new Message(
                Role.TOOL,
                List.of(
                    new Part.ToolResult("call_2", null, List.of(new Part.Text("Noon")), false))),
            new Message(Role.ASSISTANT, List.of(new Part.Refusal("No."))));
  }

  @Test
  void readsImagesSoundAndFiles() {
    assertThat(
            parts(
                """
                {'role':'user','content':[
                  {'type':'text','text':''},
                  {'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA','detail':'low'}},
                  {'type':'image_url','image_url':{'url':'https://example.org/a.jpg'}},
                  {'type':'input_image','image_url':'https://example.org/b.jpg'},
                  {'type':'input_audio','input_audio':{'data':'BBBB','format':'mp3'}},
                  {'type':'file','file':{'file_data':'data:application/pdf;base64,CCCC','filename':'a.pdf'}}]}\
                """))
        .containsExactly(
            new Part.Media(Part.MediaKind.IMAGE, "image/png", "AAAA", null, null, "low"),
            new Part.Media(
                Part.MediaKind.IMAGE, null, null, "https://example.org/a.jpg", null, null),
            new Part.Media(
                Part.MediaKind.IMAGE, null, null, "https://example.org/b.jpg", null, null),
            new Part.Media(Part.MediaKind.AUDIO, "audio/mp3", "BBBB", null, null, null),
            new Part.Media(
                Part.MediaKind.DOCUMENT, "application/pdf", "CCCC", null, "a.pdf", null));
  }

  @Test
  void readsToolsAndTheChoiceAmongThem() {
    ChatRequest request =
        decode(
            """
            'messages':[],'tools':[{'type':'function','function':{'name':'a','description':'A.',
            'parameters':{'type':'object'},'strict':true}},{'function':{'name':'b'}}],
            'tool_choice':{'type':'function','function':{'name':'a'}},'parallel_tool_calls':false\
            """);

    assertThat(request.tools()).hasSize(2);
    assertThat(request.tools().getFirst().name()).isEqualTo("a");
    assertThat(request.tools().getFirst().strict()).isTrue();
    assertThat(String.valueOf(request.tools().getFirst().parameters()))
        .isEqualTo("{\"type\":\"object\"}");
    assertThat(request.tools().getLast().parameters()).isNull();
    assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("a"));
    assertThat(request.parallelToolCalls()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"auto, Auto", "none, None", "required, Required", "any, Required"})
  void readsTheWordsForAChoice(String word, String choice) {
    ChatRequest request = decode("'messages':[],'tool_choice':'" + word + "'");

    assertThat(String.valueOf(request.toolChoice())).isEqualTo(choice + "[]");
  }

  @Test
  void readsHowToDraw() {
    ChatRequest request =
        decode(
            """
            'messages':[],'max_tokens':9,'max_completion_tokens':7,'temperature':0,'top_p':0.5,
            'frequency_penalty':1,'presence_penalty':-1,'seed':9007199254740993,'stop':['a','b'],
            'reasoning_effort':'low'\
            """);

    assertThat(request.sampling())
        .isEqualTo(
            new Sampling(
                7,
                0.0,
                0.5,
                1.0,
                -1.0,
                9_007_199_254_740_993L,
                List.of("a", "b"),
                "low",
                null,
                null));
    assertThat(decode("'messages':[],'stop':'x'").sampling().stop()).containsExactly("x");
  }

  @Test
  void takesNullForNothing() {
    ChatRequest request =
        decode(
            """
            'messages':[],'tools':null,'tool_choice':null,'response_format':null,'max_tokens':null,
            'temperature':null,'seed':null,'stop':null,'reasoning_effort':null,'user':null,
            'parallel_tool_calls':null\
            """);

    assertThat(request).isEqualTo(ChatRequest.of("chat-a", List.of()));
  }

  @Test
  void readsTheFormOfTheAnswer() {
    assertThat(decode("'messages':[],'response_format':{'type':'text'}").format())
        .isEqualTo(new ResponseFormat.Text());
    assertThat(decode("'messages':[],'response_format':{'type':'json_object'}").format())
        .isEqualTo(new ResponseFormat.JsonObject());
    assertThat(
            decode(
                    "'messages':[],'response_format':{'type':'json_schema','json_schema':"
                        + "{'name':'n','schema':{'type':'object'},'strict':true}}")
                .format())
        .isEqualTo(
            new ResponseFormat.JsonSchema(
                "n", null, Json.MAPPER.createObjectNode().put("type", "object"), true));
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    ChatRequest request = decode("'messages':[],'n':2,'logit_bias':{'5':1},'stream':true");

    assertThat(request.extras()).containsOnlyKeys("n", "logit_bias");
  }

  @Test
  void readsALegacyPrompt() {
    ChatRequest request =
        ChatDecoder.completion(Json.MAPPER.readTree("{\"model\":\"m\",\"prompt\":[\"Say hi\"]}"));

    assertThat(request.messages()).containsExactly(Message.text(Role.USER, "Say hi"));
    assertThat(request.extras()).isEmpty();
    assertThatThrownBy(
            () -> ChatDecoder.completion(Json.MAPPER.readTree("{\"prompt\":[\"a\",\"b\"]}")))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("'prompt'");
  }
}

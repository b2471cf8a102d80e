package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Part.Media;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ChatEncoderTest {
  private static final Part.ToolCall CALL = new Part.ToolCall("c1", "f", "{\"a\":1.50}");

  private static JsonNode tree(String json) {
    return Json.MAPPER.readTree(json.replace('\'', '"'));
  }

  private static JsonNode encode(ChatRequest request) {
    return Json.MAPPER.readTree(new ChatEncoder(false).encode(request));
  }

  private static JsonNode messages(Message... messages) {
    return encode(ChatRequest.of("m", List.of(messages))).get("messages");
  }

  private static Message says(Role role, Part... parts) {
    return new Message(role, List.of(parts));
  }

  private static Media media(
      MediaKind kind, @Nullable String type, @Nullable String base64, @Nullable String url) {
    return new Media(kind, type, base64, url, null, null);
  }

  private static Part.ToolResult result(String id, boolean failed, Part... content) {
    return new Part.ToolResult(id, null, List.of(content), failed);
  }

  @Test
  void writesNothingThatWasNotSaid() {
    assertThat(encode(ChatRequest.of("m", List.of(Message.text(Role.USER, "Hi")))))
        .isEqualTo(tree("{'model':'m','messages':[{'role':'user','content':'Hi'}]}"));
  }

  @Nested
  class Messages {
    @Test
    void haveTheirRoles() {
      assertThat(
              messages(
                  Message.text(Role.SYSTEM, "s"),
                  Message.text(Role.USER, "u"),
                  Message.text(Role.ASSISTANT, "a")))
          .isEqualTo(
              tree(
                  "[{'role':'system','content':'s'},{'role':'user','content':'u'},"
                      + "{'role':'assistant','content':'a'}]"));
    }

    @Test
    void ofTextAloneAreStrings() {
      assertThat(messages(says(Role.USER, new Part.Text("a"), new Part.Text("b"))))
          .isEqualTo(tree("[{'role':'user','content':'a\\n\\nb'}]"));
      assertThat(messages(says(Role.ASSISTANT, new Part.Text("a"), new Part.Text("b"))))
          .isEqualTo(tree("[{'role':'assistant','content':'ab'}]"));
    }

    @Test
    void carryCallsWithTheirArgumentsAsWritten() {
      assertThat(messages(says(Role.ASSISTANT, new Part.Text("Let me"), CALL)))
          .isEqualTo(
              tree(
                  "[{'role':'assistant','content':'Let me','tool_calls':[{'id':'c1',"
                      + "'type':'function','function':{'name':'f',"
                      + "'arguments':'{\\'a\\':1.50}'}}]}]"));
    }

    @Test
    void ofToolsAreOneForEachResult() {
      Message both =
          says(
              Role.TOOL,
              result("c1", false, new Part.Text("one")),
              result("c2", true, new Part.Text("no such file")),
              result("c3", false));

      assertThat(messages(both))
          .isEqualTo(
              tree(
                  "[{'role':'tool','tool_call_id':'c1','content':'one'},"
                      + "{'role':'tool','tool_call_id':'c2','content':'Error: no such file'},"
                      + "{'role':'tool','tool_call_id':'c3','content':''}]"));
    }

    @Test
    void showTheImagesOfToolsAfterTheLastResult() {
      Part image = media(MediaKind.IMAGE, "image/png", "QQ==", null);

      JsonNode sent =
          messages(
              says(Role.TOOL, result("c1", false, new Part.Text("see"), image)),
              says(Role.TOOL, result("c2", false, new Part.Text("two"))),
              Message.text(Role.USER, "And?"));

      assertThat(sent)
          .isEqualTo(
              tree(
                  "[{'role':'tool','tool_call_id':'c1','content':'see'},"
                      + "{'role':'tool','tool_call_id':'c2','content':'two'},"
                      + "{'role':'user','content':[{'type':'image_url',"
                      + "'image_url':{'url':'data:image/png;base64,QQ=='}}]},"
                      + "{'role':'user','content':'And?'}]"));
    }

    @Test
    void sendReasoningBackOnlyWhereItIsWanted() {
      ChatRequest request =
          ChatRequest.of(
              "m",
              List.of(
                  says(Role.ASSISTANT, new Part.Reasoning("Hm", null), CALL),
                  says(Role.ASSISTANT, CALL),
                  says(Role.ASSISTANT, new Part.Reasoning("Hm", null), new Part.Text("x"))));

      JsonNode plain = encode(request).get("messages");
      JsonNode echoed = Json.MAPPER.readTree(new ChatEncoder(true).encode(request)).get("messages");

      assertThat(plain.toString()).doesNotContain("reasoning_content");
      assertThat(echoed.at("/0/reasoning_content").asString()).isEqualTo("Hm");
      assertThat(echoed.at("/1/reasoning_content").asString("absent")).isEmpty();
      assertThat(echoed.get(2).has("reasoning_content")).isFalse();
    }

    @Test
    void keepARefusal() {
      assertThat(messages(says(Role.ASSISTANT, new Part.Refusal("No."))))
          .isEqualTo(tree("[{'role':'assistant','refusal':'No.','content':''}]"));
    }
  }

  @Nested
  class Files {
    static Stream<Arguments> files() {
      return Stream.of(
          Arguments.of(
              media(MediaKind.IMAGE, "image/webp", "QQ==", null),
              "{'type':'image_url','image_url':{'url':'data:image/webp;base64,QQ=='}}"),
          Arguments.of(
              media(MediaKind.IMAGE, null, "QQ==", null),
              "{'type':'image_url','image_url':{'url':'data:image/png;base64,QQ=='}}"),
          Arguments.of(
              new Media(MediaKind.IMAGE, null, null, "https://a.example/b.png", null, "low"),
              "{'type':'image_url','image_url':{'url':'https://a.example/b.png','detail':'low'}}"),
          Arguments.of(
              media(MediaKind.AUDIO, "audio/mpeg", "QQ==", null),
              "{'type':'input_audio','input_audio':{'data':'QQ==','format':'mp3'}}"),
          Arguments.of(
              media(MediaKind.AUDIO, "audio/wav", "QQ==", null),
              "{'type':'input_audio','input_audio':{'data':'QQ==','format':'wav'}}"),
          Arguments.of(
              new Media(MediaKind.DOCUMENT, "application/pdf", "QQ==", null, "a.pdf", null),
              "{'type':'file','file':{'filename':'a.pdf',"
                  + "'file_data':'data:application/pdf;base64,QQ=='}}"),
          Arguments.of(
              media(MediaKind.DOCUMENT, null, "QQ==", null),
              "{'type':'file','file':{'filename':'document.pdf',"
                  + "'file_data':'data:application/pdf;base64,QQ=='}}"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void areParts(Media media, String part) {
      JsonNode content =
          messages(says(Role.USER, new Part.Text(""), new Part.Text("look"), media))
              .at("/0/content");

      assertThat(content.get(0)).isEqualTo(tree("{'type':'text','text':'look'}"));
      assertThat(content.get(1)).isEqualTo(tree(part));
      assertThat(content).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUDIO", "DOCUMENT"})
    void areRefusedWhereOnlyBytesWillDo(String kind) {
      Media media = media(MediaKind.valueOf(kind), null, null, "https://a.example/b");

      GatewayException refusal =
          catchThrowableOfType(GatewayException.class, () -> messages(says(Role.USER, media)));

      assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
      assertThat(refusal.text()).contains("only inline");
    }
  }

  private static JsonNode options(
      List<Tool> tools,
      @Nullable ToolChoice choice,
      @Nullable Boolean parallel,
      @Nullable ResponseFormat format,
      Sampling sampling,
      Map<String, JsonNode> extras) {
    return encode(
        new ChatRequest("m", List.of(), tools, choice, parallel, format, sampling, extras));
  }

  private static JsonNode options(@Nullable ToolChoice choice, @Nullable ResponseFormat format) {
    return options(List.of(), choice, null, format, Sampling.DEFAULT, Map.of());
  }

  @Test
  void writesTools() {
    List<Tool> tools =
        List.of(
            new Tool("f", "Does f.", tree("{'type':'object'}"), true),
            new Tool("g", null, null, null));

    JsonNode sent = options(tools, null, false, null, Sampling.DEFAULT, Map.of());

    assertThat(sent)
        .isEqualTo(
            tree(
                "{'model':'m','messages':[],'tools':[{'type':'function','function':{'name':'f',"
                    + "'description':'Does f.','parameters':{'type':'object'},'strict':true}},"
                    + "{'type':'function','function':{'name':'g'}}],"
                    + "'parallel_tool_calls':false}"));
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        Arguments.of(new ToolChoice.Auto(), "'auto'"),
        Arguments.of(new ToolChoice.None(), "'none'"),
        Arguments.of(new ToolChoice.Required(), "'required'"),
        Arguments.of(new ToolChoice.Named("f"), "{'type':'function','function':{'name':'f'}}"));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void writesTheChoiceOfTools(ToolChoice choice, String json) {
    assertThat(options(choice, null).get("tool_choice")).isEqualTo(tree(json));
  }

  static Stream<Arguments> formats() {
    return Stream.of(
        Arguments.of(new ResponseFormat.Text(), "{'type':'text'}"),
        Arguments.of(new ResponseFormat.JsonObject(), "{'type':'json_object'}"),
        Arguments.of(
            new ResponseFormat.JsonSchema("n", "d", tree("{'type':'object'}"), true),
            "{'type':'json_schema','json_schema':{'name':'n','description':'d',"
                + "'schema':{'type':'object'},'strict':true}}"),
        Arguments.of(
            new ResponseFormat.JsonSchema("n", null, tree("{}"), null),
            "{'type':'json_schema','json_schema':{'name':'n','schema':{}}}"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesTheFormat(ResponseFormat format, String json) {
    assertThat(options(null, format).get("response_format")).isEqualTo(tree(json));
  }

  @Test
  void writesTheSamplingAndTheExtras() {
    Sampling sampling =
        new Sampling(5, 0.5, 0.9, 0.1, 0.2, 7L, List.of("x", "y"), "low", null, null);

    JsonNode sent = options(List.of(), null, null, null, sampling, Map.of("user", tree("'u'")));

    assertThat(sent)
        .isEqualTo(
            tree(
                "{'model':'m','messages':[],'max_tokens':5,'temperature':0.5,'top_p':0.9,"
                    + "'frequency_penalty':0.1,'presence_penalty':0.2,'seed':7,"
                    + "'reasoning_effort':'low','stop':['x','y'],'user':'u'}"));
  }
}

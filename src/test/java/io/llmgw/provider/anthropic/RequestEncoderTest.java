package io.llmgw.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.ResponseFormat;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RequestEncoderTest {
  private static final String BUDGET = "claude-sonnet-4-5";
  private static final String NEWEST = "claude-opus-5-5";
  private static final Message HELLO = Message.text(Role.USER, "Hello");
  private static final Tool TOOL = new Tool("f", null, null, null);

  private Fidelity fidelity = new Fidelity(true);

  private JsonNode encode(String model, ChatRequest request) {
    fidelity = new Fidelity(true);
    return Setup.of(model).encode(request, fidelity).body();
  }

  private JsonNode messages(Message... messages) {
    return encode(BUDGET, ChatRequest.of("m", List.of(messages))).path("messages");
  }

  private static Message user(Part... parts) {
    return new Message(Role.USER, List.of(parts));
  }

  private static Message assistant(Part... parts) {
    return new Message(Role.ASSISTANT, List.of(parts));
  }

  private static Message result(String id, String text) {
    return new Message(
        Role.TOOL, List.of(new Part.ToolResult(id, null, List.of(new Part.Text(text)), false)));
  }

  private static Part.ToolCall call(String id) {
    return new Part.ToolCall(id, "f", "{}");
  }

  private static ChatRequest sampling(Sampling sampling) {
    return request(sampling, List.of(), null, null, Map.of(), HELLO);
  }

  private static ChatRequest request(
      Sampling sampling,
      List<Tool> tools,
      @Nullable ToolChoice choice,
      @Nullable ResponseFormat format,
      Map<String, JsonNode> extras,
      Message... messages) {
    return new ChatRequest("m", List.of(messages), tools, choice, null, format, sampling, extras);
  }

  private static Sampling effort(@Nullable Integer maxTokens, String effort) {
    return new Sampling(maxTokens, null, null, null, null, null, List.of(), effort, null, null);
  }

  private static Sampling drawn(Double temperature, @Nullable Double topP, @Nullable Integer topK) {
    return new Sampling(null, temperature, topP, null, null, null, List.of(), null, null, topK);
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  private List<String> noted() {
    return fidelity.notes().stream().map(Fidelity.Note::field).toList();
  }

  private static GatewayException failure(Runnable action) {
    GatewayException failure = catchThrowableOfType(GatewayException.class, action::run);
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  // Messages.

  /** Case 25. */
  @Test
  void case25SendsNoEmptyText() {
    JsonNode body =
        encode(
            BUDGET,
            ChatRequest.of(
                "m",
                List.of(
                    Message.text(Role.SYSTEM, "  "),
                    user(new Part.Text(""), new Part.Text("Hello")),
                    assistant(new Part.Text("\n"), call("a")),
                    result("a", " "),
                    user(new Part.Text(" ")))));

    assertThat(body.has("system")).isFalse();
    assertThat(body.path("messages"))
        .isEqualTo(
            json(
                "[{'role':'user','content':[{'type':'text','text':'Hello'}]},"
                    + "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'f',"
                    + "'input':{}}]},"
                    + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a'}]}]"));
  }

  @Test
  void beginsWithTheUser() {
    assertThat(messages(Message.text(Role.SYSTEM, "Be brief.")).toString())
        .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\".\"}]}]");
    assertThat(messages(assistant(new Part.Text("Hi")), HELLO).get(0).path("role").asString())
        .isEqualTo("user");
  }

  @Test
  void movesALateSystemMessageToTheFrontAndSaysSo() {
    ChatRequest request =
        ChatRequest.of(
            "m",
            List.of(Message.text(Role.SYSTEM, "One."), HELLO, Message.text(Role.SYSTEM, "Two.")));

    assertThat(encode(BUDGET, request).path("system"))
        .isEqualTo(json("[{'type':'text','text':'One.'},{'type':'text','text':'Two.'}]"));
    assertThat(noted()).containsExactly("messages[2]");
  }

  @Test
  void mergesMessagesOfTheSameSide() {
    JsonNode sent =
        messages(HELLO, HELLO, assistant(new Part.Text("a")), assistant(new Part.Text("b")), HELLO);

    assertThat(sent).hasSize(3);
    assertThat(sent.get(0).path("content")).hasSize(2);
    assertThat(sent.get(1).path("content")).hasSize(2);
  }

  /** Case 16, and 20: the last of two results of a call wins. */
  @Test
  void case16GivesEveryCallOneResult() {
    JsonNode sent =
        messages(
            HELLO,
            assistant(call("a"), call("b"), new Part.Text("I look.")),
            user(new Part.Text("Wait.")),
            result("b", "old"),
            result("b", "new"));

    assertThat(sent.get(1).path("content").get(0).path("text").asString()).isEqualTo("I look.");
    JsonNode answers = sent.get(2).path("content");
    assertThat(answers.get(0).path("tool_use_id").asString()).isEqualTo("a");
    assertThat(answers.get(0).path("is_error").asBoolean()).isTrue();
    assertThat(answers.get(1).path("content").get(0).path("text").asString()).isEqualTo("new");
    assertThat(answers.get(2).path("text").asString()).isEqualTo("Wait.");
  }

  @Test
  void answersCallsNobodyAnswered() {
    JsonNode sent = messages(HELLO, assistant(call("a")));

    assertThat(sent.get(2).at("/content/0/type").asString()).isEqualTo("tool_result");
  }

  /** Case 23: the same id in call and result, in characters that are taken, once in a request. */
  @Test
  void case23MakesIdsFitAndUnique() {
    JsonNode sent =
        messages(
            HELLO,
            assistant(call("a:1"), call("a.1"), call("")),
            result("a.1", "second"),
            result("a:1", "first"),
            result("", "third"),
            assistant(call("a:1")),
            result("a:1", "fourth"));

    List<String> ids = new ArrayList<>();
    sent.get(1).path("content").forEach(block -> ids.add(block.path("id").asString()));
    assertThat(ids).containsExactly("a_1", "a_1_2", "call");
    List<String> answers = new ArrayList<>();
    sent.get(2)
        .path("content")
        .forEach(block ->
            answers.add(
                block.path("tool_use_id").asString()
                    + " "
                    + block.at("/content/0/text").asString()));
    assertThat(answers).containsExactly("a_1 first", "a_1_2 second", "call third");
    assertThat(sent.get(3).at("/content/0/id").asString()).isEqualTo("a_1_3");
    assertThat(sent.get(4).at("/content/0/tool_use_id").asString()).isEqualTo("a_1_3");
  }

  /** Cases 5, 9 and 11. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| {}",
        "' '| {}",
        "{\"x\":1.10}| {\"x\":1.10}",
        "[1]| {\"rawInvalidInput\":\"[1]\"}",
        "null| {\"rawInvalidInput\":\"null\"}",
        "{\"x\":| {\"rawInvalidInput\":\"{\\\"x\\\":\"}"
      })
  void case11SendsAnObjectAsInput(String arguments, String input) {
    JsonNode sent = messages(HELLO, assistant(new Part.ToolCall("a", "f", arguments)));

    assertThat(sent.get(1).at("/content/0/input").toString()).isEqualTo(input);
  }

  /** Cases 31 and 34. */
  @Test
  void case34SendsOnlyItsOwnSignedThinkingBack() {
    JsonNode sent =
        messages(
            HELLO,
            assistant(
                new Part.Reasoning("own", ReasoningState.signed(ReasoningState.ANTHROPIC, "s")),
                new Part.Reasoning("bare", null),
                new Part.Reasoning("blank", ReasoningState.signed(ReasoningState.ANTHROPIC, "")),
                new Part.Reasoning("other", ReasoningState.signed(ReasoningState.GEMINI, "s")),
                new Part.Text("Hi")),
            HELLO);

    assertThat(sent.get(1).path("content"))
        .isEqualTo(
            json(
                "[{'type':'thinking','thinking':'own','signature':'s'},"
                    + "{'type':'text','text':'Hi'}]"));
    assertThat(noted()).hasSize(3);
  }

  /** Case 24: failed results say so, except where something is shown. */
  @Test
  void case24MarksAFailedResult() {
    Part.ToolResult failed = new Part.ToolResult("a", null, List.of(new Part.Text("No.")), true);

    JsonNode sent = messages(HELLO, assistant(call("a")), new Message(Role.TOOL, List.of(failed)));

    assertThat(sent.get(2).at("/content/0/is_error").asBoolean()).isTrue();
  }

  /** Case 67: the name a tool has upstream is not the one it has for the client. */
  @Test
  void case67KeepsToolNamesApart() {
    ChatRequest request =
        request(
            Sampling.DEFAULT,
            List.of(new Tool("a.b", null, null, null), new Tool("a b", null, null, null)),
            new ToolChoice.Named("a b"),
            null,
            Map.of(),
            HELLO);

    Encoded encoded = Setup.of(BUDGET).encode(request, fidelity);

    assertThat(encoded.body().at("/tools/0/name").asString()).isEqualTo("a_b");
    assertThat(encoded.body().at("/tools/1/name").asString()).isEqualTo("a_b_2");
    assertThat(encoded.body().at("/tool_choice/name").asString()).isEqualTo("a_b_2");
    assertThat(encoded.names().original("a_b_2")).isEqualTo("a b");
  }

  // Files.

  @Test
  void loadsWhatOnlyThisMachineCanReach() {
    List<String> loaded = new ArrayList<>();
    Setup setup =
        Setup.of(BUDGET)
            .media((file, field, _) -> {
              loaded.add(field + " " + file.url());
              return new Part.Media(file.kind(), "image/gif", "R0lGODlh", null, null, null);
            });
    List<Part> images = new ArrayList<>();
    for (String url : List.of("http://example.com/a", "https://192.168.0.7/a", "https://x.com/a")) {
      images.add(new Part.Media(MediaKind.IMAGE, null, null, url, null, null));
    }

    JsonNode content =
        setup
            .encode(ChatRequest.of("m", List.of(new Message(Role.USER, images))), fidelity)
            .body()
            .at("/messages/0/content");

    assertThat(loaded)
        .containsExactly(
            "messages[0].content[0] http://example.com/a",
            "messages[0].content[1] https://192.168.0.7/a");
    assertThat(content.get(0).at("/source/media_type").asString()).isEqualTo("image/gif");
    assertThat(content.get(2).at("/source/url").asString()).isEqualTo("https://x.com/a");
  }

  @ParameterizedTest
  @CsvSource({
    "AUDIO, audio/wav, UklGRg==, audio cannot be sent",
    "IMAGE, image/tiff, SUkqAAAA, image/tiff",
    "DOCUMENT, application/zip, UEsDBAAA, application/zip",
    "IMAGE, image/png, ####, not base64"
  })
  void refusesAFileByItsPlace(MediaKind kind, String type, String data, String why) {
    Part.Media file = new Part.Media(kind, type, data, null, null, null);

    GatewayException failure = failure(() -> messages(HELLO, user(new Part.Text("x"), file)));

    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    assertThat(failure.detail().param()).isEqualTo("messages[1].content[1]");
    assertThat(failure.text()).contains(why);
  }

  // Parameters.

  /** Case 28. */
  @Test
  void case28SendsNoStopSequenceOfWhiteSpace() {
    Sampling blank =
        new Sampling(null, null, null, null, null, null, List.of("", "\n"), null, null, null);

    assertThat(encode(BUDGET, sampling(blank)).has("stop_sequences")).isFalse();
  }

  /** Case 29. */
  @Test
  void case29SendsTemperatureAndTopPNotBoth() {
    ChatRequest both = sampling(drawn(0.5, 0.9, 4));

    JsonNode one = encode(BUDGET, both);
    assertThat(one.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(one.has("top_p")).isFalse();
    assertThat(one.path("top_k").asInt()).isEqualTo(4);
    assertThat(encode("claude-3-haiku", both).path("top_p").asDouble()).isEqualTo(0.9);
    JsonNode fixed = encode(NEWEST, both);
    assertThat(fixed.has("temperature") || fixed.has("top_p") || fixed.has("top_k")).isFalse();
    assertThat(noted()).containsExactly("temperature", "top_p", "top_k");
  }

  @Test
  void refusesByNameWhatMayNotBeDropped() {
    Fidelity strict = new Fidelity(false);

    GatewayException failure =
        failure(() -> Setup.of(NEWEST).encode(sampling(drawn(0.5, null, null)), strict));

    assertThat(failure.detail().param()).isEqualTo("temperature");
    assertThat(Setup.of(NEWEST).encode(sampling(drawn(1.0, 1.0, 0)), strict).body().has("top_p"))
        .isFalse();
  }

  /** Cases 6 and 30. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude-opus-5-5 | medium | {'type':'adaptive','display':'summarized'} | medium | 128000",
        "claude-opus-5-5 | minimal | {'type':'adaptive','display':'summarized'} | low | 128000",
        "claude-opus-5-5 | none | | low | 128000",
        "claude-sonnet-5-5 | none | {'type':'between_tools'} | | 128000",
        "claude-opus-5 | none | {'type':'disabled'} | | 128000",
        "claude-opus-4-6 | xhigh | {'type':'adaptive','display':'summarized'} | max | 128000",
        "claude-opus-4-5 | high | {'type':'enabled','budget_tokens':24576} | high | 64000",
        "claude-sonnet-4-5 | low | {'type':'enabled','budget_tokens':1024} | | 64000",
        "claude-sonnet-4-5 | max | {'type':'enabled','budget_tokens':48000} | | 64000",
        "claude-3-5-haiku | high | | | 8192",
        "kimi-k2 | medium | {'type':'enabled','budget_tokens':8192} | | 12288"
      })
  void case30AsksForThinkingAsTheModelWantsIt(
      String model, String effort, @Nullable String thinking, @Nullable String sent, int tokens) {
    JsonNode body = encode(model, sampling(effort(null, effort)));

    assertThat(body.has("thinking")).isEqualTo(thinking != null);
    if (thinking != null) {
      assertThat(body.path("thinking")).isEqualTo(json(thinking));
    }
    assertThat(body.at("/output_config/effort").asString(null)).isEqualTo(sent);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(tokens);
  }

  @Test
  void leavesRoomForTheAnswerBesideTheThinking() {
    JsonNode raised = encode(BUDGET, sampling(effort(2000, "medium")));
    assertThat(raised.path("max_tokens").asInt()).isEqualTo(10_192);
    assertThat(raised.at("/thinking/budget_tokens").asInt()).isEqualTo(8192);

    JsonNode small = encode(BUDGET, sampling(effort(1000, "medium")));
    assertThat(small.path("max_tokens").asInt()).isEqualTo(1000);
    assertThat(small.has("thinking")).isFalse();
    assertThat(encode(BUDGET, sampling(effort(90_000, "low"))).path("max_tokens").asInt())
        .isEqualTo(64_000);
  }

  @Test
  void refusesAnUnknownEffort() {
    assertThat(failure(() -> encode(BUDGET, sampling(effort(null, "huge")))).detail().param())
        .isEqualTo("reasoning_effort");
  }

  /** An effort costs a request its answer on models that want their signed thinking back. */
  @Test
  void doesNotThinkAfterCallsWithoutTheirThinking() {
    Part.Reasoning signed =
        new Part.Reasoning("t", ReasoningState.signed(ReasoningState.ANTHROPIC, "s"));
    ChatRequest without =
        request(
            effort(null, "low"),
            List.of(TOOL),
            null,
            null,
            Map.of(),
            HELLO,
            assistant(call("a")),
            result("a", "x"));
    ChatRequest with =
        without.withMessages(List.of(HELLO, assistant(signed, call("a")), result("a", "x")));

    assertThat(encode(BUDGET, without).has("thinking")).isFalse();
    assertThat(encode(BUDGET, with).has("thinking")).isTrue();
    assertThat(encode(NEWEST, without).has("thinking")).isTrue();
  }

  @Test
  void forcesACallRatherThanThinking() {
    ChatRequest forced =
        request(
            effort(null, "high"), List.of(TOOL), new ToolChoice.Required(), null, Map.of(), HELLO);

    JsonNode budget = encode(BUDGET, forced);
    assertThat(budget.at("/tool_choice/type").asString()).isEqualTo("any");
    assertThat(budget.has("thinking")).isFalse();
    assertThat(noted()).containsExactly("reasoning_effort");

    JsonNode newest = encode(NEWEST, forced);
    assertThat(newest.at("/tool_choice/type").asString()).isEqualTo("auto");
    assertThat(newest.has("thinking")).isTrue();
    assertThat(noted()).containsExactly("tool_choice");
  }

  @ParameterizedTest
  @ValueSource(strings = {BUDGET, NEWEST})
  void goesOnWithAnAssistantsMessageOrAsksForItInWords(String model) {
    ChatRequest request =
        ChatRequest.of("m", List.of(HELLO, assistant(new Part.Text("Once upon \n"))));

    JsonNode sent = encode(model, request).path("messages");

    assertThat(sent.at("/1/content/0/text").asString()).isEqualTo("Once upon");
    if (model.equals(BUDGET)) {
      assertThat(sent).hasSize(2);
    } else {
      assertThat(sent.at("/2/role").asString()).isEqualTo("user");
      assertThat(sent.at("/2/content/0/text").asString()).startsWith("Go on exactly");
      assertThat(noted()).containsExactly("messages[1]");
    }
  }

  @Test
  void marksAtMostFourPlacesToCacheAndKeepsTheLast() {
    Part.CachePoint point = new Part.CachePoint(null);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      messages.add(user(new Part.Text("u" + i), point));
      messages.add(assistant(new Part.Text("a" + i)));
    }
    messages.add(user(point, new Part.Text("end")));
    Tool marked = new Tool("f", null, null, null, point);

    JsonNode body =
        encode(
            BUDGET,
            request(
                Sampling.DEFAULT,
                List.of(marked),
                null,
                null,
                Map.of(),
                messages.toArray(Message[]::new)));

    assertThat(body.at("/tools/0").has("cache_control")).isFalse();
    assertThat(body.at("/messages/0/content/0").has("cache_control")).isFalse();
    for (int i = 2; i <= 8; i += 2) {
      assertThat(body.at("/messages/" + i + "/content/0/cache_control/type").asString())
          .isEqualTo("ephemeral");
    }
    assertThat(noted()).contains("cache_control");
  }

  @Test
  void asksForJsonWithoutASchemaInWords() {
    ChatRequest request =
        request(
            Sampling.DEFAULT, List.of(), null, new ResponseFormat.JsonObject(), Map.of(), HELLO);

    assertThat(encode(BUDGET, request).at("/system/0/text").asString()).contains("JSON object");
    assertThat(noted()).containsExactly("response_format");
  }

  @Test
  void letsToolsBeCalledBesideAnAnswerThatIsACall() {
    JsonNode schema = json("{'type':'object','properties':{}}");
    ChatRequest request =
        request(
            Sampling.DEFAULT,
            List.of(new Tool("json", null, null, null)),
            null,
            new ResponseFormat.JsonSchema("x", null, schema, null),
            Map.of(),
            HELLO);

    Encoded encoded = Setup.of("claude-3-5-haiku").encode(request, fidelity);

    assertThat(encoded.answerTool()).isEqualTo("json_answer_2");
    assertThat(encoded.body().path("tools")).hasSize(2);
    assertThat(encoded.body().path("tool_choice"))
        .isEqualTo(json("{'type':'any','disable_parallel_tool_use':true}"));
  }

  @Test
  void sendsStrictOnlyWhereItIsKept() {
    JsonNode schema = json("{'type':'object','properties':{'a':{'type':'string','pattern':'x'}}}");
    ChatRequest request =
        request(
            Sampling.DEFAULT,
            List.of(new Tool("f", null, schema, true)),
            null,
            null,
            Map.of(),
            HELLO);

    JsonNode strict = encode(BUDGET, request).at("/tools/0");
    assertThat(strict.path("strict").asBoolean()).isTrue();
    assertThat(strict.at("/input_schema/additionalProperties").asBoolean(true)).isFalse();
    JsonNode loose = encode("claude-sonnet-4-0", request).at("/tools/0");
    assertThat(loose.has("strict")).isFalse();
    assertThat(loose.at("/input_schema/properties/a/pattern").asString()).isEqualTo("x");
  }

  @Test
  void takesItsOwnExtrasAndDropsOthersByName() {
    Map<String, JsonNode> extras =
        Map.of(
            "context_management", json("{'edits':[]}"),
            "anthropic_beta", json("['x-1']"),
            "service_tier", json("'default'"),
            "user", json("'a@b.example'"),
            "metadata", json("{'user_id':'u7'}"),
            "logit_bias", json("{'1':2}"),
            "logprobs", json("false"));

    Encoded encoded =
        Setup.of(BUDGET)
            .encode(request(Sampling.DEFAULT, List.of(), null, null, extras, HELLO), fidelity);

    JsonNode body = encoded.body();
    assertThat(encoded.betas()).containsExactly("x-1");
    assertThat(body.path("context_management")).isEqualTo(json("{'edits':[]}"));
    assertThat(body.path("service_tier").asString()).isEqualTo("standard_only");
    assertThat(body.path("metadata")).isEqualTo(json("{'user_id':'u7'}"));
    assertThat(noted()).containsExactly("logit_bias", "user");
  }

  @Test
  void refusesMoreThanOneChoice() {
    Map<String, JsonNode> two = Map.of("n", json("2"));

    assertThat(
            failure(() ->
                    encode(BUDGET, request(Sampling.DEFAULT, List.of(), null, null, two, HELLO)))
                .detail()
                .param())
        .isEqualTo("n");
  }

  @Test
  void putsWhatIsConfiguredOverTheRequest() {
    Setup configured =
        Setup.of(BUDGET)
            .defaults(Map.of("temperature", 0.25))
            .extraBody(Map.of("speed", "fast"))
            .dropping("metadata.user_id");
    Map<String, JsonNode> extras = Map.of("user", json("'u7'"));

    JsonNode body =
        configured
            .encode(request(Sampling.DEFAULT, List.of(), null, null, extras, HELLO), fidelity)
            .body();

    assertThat(body.path("temperature").asDouble()).isEqualTo(0.25);
    assertThat(body.path("speed").asString()).isEqualTo("fast");
    assertThat(body.path("metadata").isEmpty()).isTrue();
  }
}

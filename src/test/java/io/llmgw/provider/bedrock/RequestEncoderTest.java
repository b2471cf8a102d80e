package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.Part.MediaKind;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.model.Tool;
import io.llmgw.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RequestEncoderTest {
  private static final String LLAMA = "us.meta.llama3-3-70b-instruct-v1:0";
  private static final Message HELLO = Message.text(Role.USER, "Hello");
  private final Fidelity fidelity = new Fidelity(true);

  private JsonNode encode(String model, ChatRequest request) {
    return encode(Setup.of(model), request);
  }

  private JsonNode encode(Setup setup, ChatRequest request) {
    return setup.encode(request, fidelity).body();
  }

  private static ChatRequest saying(Message... messages) {
    return ChatRequest.of("m", List.of(messages));
  }

  private static ChatRequest with(Map<String, JsonNode> extras) {
    return new ChatRequest(
        "m", List.of(HELLO), List.of(), null, null, null, Sampling.DEFAULT, extras);
  }

  private static ChatRequest with(Sampling sampling) {
    return new ChatRequest("m", List.of(HELLO), List.of(), null, null, null, sampling, Map.of());
  }

  private static ChatRequest calling(ToolChoice choice) {
    Tool tool = new Tool("f", null, null, true);
    return new ChatRequest(
        "m", List.of(HELLO), List.of(tool), choice, null, null, Sampling.DEFAULT, Map.of());
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text.replace('\'', '"'));
  }

  private List<String> fields() {
    return fidelity.notes().stream().map(Fidelity.Note::field).toList();
  }

  private static Message file(String type, String name) {
    return new Message(
        Role.USER,
        List.of(
            new Part.Text("See"),
            new Part.Media(MediaKind.DOCUMENT, type, "R3LDvMOfZSE=", null, name, null)));
  }

  @Test
  void keepsTheLastFourMarksForTheCache() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      parts.add(new Part.Text("part " + i));
      parts.add(new Part.CachePoint(null));
    }

    JsonNode content =
        encode(Setup.CLAUDE, saying(new Message(Role.USER, parts))).at("/messages/0/content");

    assertThat(content).hasSize(10);
    assertThat(content.get(0).path("text").asString()).isEqualTo("part 0");
    assertThat(content.get(1).path("text").asString()).isEqualTo("part 1");
    assertThat(content.get(3).has("cachePoint")).isTrue();
    assertThat(fields()).containsExactly("cache_control");
  }

  @Test
  void marksTheCacheAsTheModelTakesIt() {
    Message marked = new Message(Role.USER, List.of(new Part.Text("a"), new Part.CachePoint("1h")));

    assertThat(encode("amazon.nova-pro-v1:0", saying(marked)).at("/messages/0/content/1"))
        .isEqualTo(json("{'cachePoint':{'type':'default'}}"));
    assertThat(encode(LLAMA, saying(marked)).at("/messages/0/content")).hasSize(1);
    assertThat(fidelity.notes()).hasSize(2);
  }

  @Test
  void marksTools() {
    Tool tool = new Tool("f", null, null, null, new Part.CachePoint(null));
    ChatRequest request =
        new ChatRequest(
            "m", List.of(HELLO), List.of(tool), null, null, null, Sampling.DEFAULT, Map.of());

    assertThat(encode(Setup.CLAUDE, request).at("/toolConfig/tools/1/cachePoint/type").asString())
        .isEqualTo("default");
  }

  @Test
  void forwardsOnlyTrialFeaturesThatBedrockKnows() {
    JsonNode body =
        encode(
            Setup.CLAUDE,
            with(
                Map.of(
                    "anthropic_beta",
                    json("'interleaved-thinking-2025-05-14, claude-code-20250219'"))));

    assertThat(body.at("/additionalModelRequestFields/anthropic_beta"))
        .isEqualTo(json("['interleaved-thinking-2025-05-14']"));
    assertThat(fidelity.notes()).hasSize(1);
    assertThat(encode(LLAMA, with(Map.of("anthropic_beta", json("['context-1m-2025-08-07']")))))
        .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Hello'}]}]}"));
  }

  @Test
  void passesOnWhatIsConversesOwn() {
    JsonNode body =
        encode(
            LLAMA,
            with(
                Map.of(
                    "performanceConfig", json("{'latency':'optimized'}"),
                    "service_tier", json("'flex'"),
                    "additionalModelRequestFields", json("{'x':1}"),
                    "user", json("'u'"),
                    "logit_bias", json("{}"))));

    assertThat(body.path("performanceConfig").path("latency").asString()).isEqualTo("optimized");
    assertThat(body.path("serviceTier")).isEqualTo(json("{'type':'flex'}"));
    assertThat(body.path("additionalModelRequestFields")).isEqualTo(json("{'x':1}"));
    assertThat(fidelity.notes()).isEmpty();
  }

  @Test
  void dropsWhatItDoesNotKnowOrRefusesIt() {
    ChatRequest request = with(Map.of("logprobs", json("true")));

    assertThat(encode(LLAMA, request).has("logprobs")).isFalse();
    assertThat(fields()).containsExactly("logprobs");
    assertThatThrownBy(() -> Setup.of(LLAMA).encode(request, new Fidelity(false)))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("'logprobs' cannot be sent");
    assertThatThrownBy(() -> encode(LLAMA, with(Map.of("n", json("2")))))
        .hasMessageContaining("'n' must be 1");
  }

  @Test
  void allowsParametersByName() {
    Setup setup = Setup.of(LLAMA).repair(new Repair(null, List.of(), List.of("logprobs")));

    assertThat(encode(setup, with(Map.of("logprobs", json("true")))).toString())
        .contains("\"additionalModelRequestFields\":{\"logprobs\":true}");
  }

  @Test
  void neverSendsWhatIsAlwaysDropped() {
    Setup setup =
        Setup.of(LLAMA)
            .repair(new Repair(null, List.of("temperature", "messages[0].role"), List.of()))
            .defaults(Map.of("temperature", 0.5, "max_tokens", 9))
            .extraBody(Map.of("requestMetadata", Map.of("team", "a")));

    assertThat(encode(setup, saying(HELLO)))
        .isEqualTo(
            json(
                "{'messages':[{'content':[{'text':'Hello'}]}],'inferenceConfig':{'maxTokens':9},"
                    + "'requestMetadata':{'team':'a'}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, /additionalModelRequestFields/top_k",
    "amazon.nova-lite-v1:0, /additionalModelRequestFields/inferenceConfig/topK",
    "mistral.mistral-large-2407-v1:0, /additionalModelRequestFields/top_k",
    "cohere.command-r-plus-v1:0, /additionalModelRequestFields/k"
  })
  void putsTopKWhereTheModelWantsIt(String model, String path) {
    Sampling sampling = new Sampling(null, null, null, null, null, null, List.of(), null, null, 7);

    assertThat(encode(model, with(sampling)).at(path).asInt(0)).isEqualTo(7);
    assertThat(fidelity.notes()).isEmpty();
  }

  @Test
  void dropsWhatTheModelHasFixed() {
    Sampling sampling = new Sampling(5, 0.5, 0.5, 1.0, null, 3L, List.of("x"), null, null, 7);

    assertThat(encode("us.openai.gpt-5.6-luna", with(sampling)))
        .isEqualTo(
            json(
                "{'messages':[{'role':'user','content':[{'text':'Hello'}]}],"
                    + "'inferenceConfig':{'maxTokens':5}}"));
    assertThat(fields())
        .contains("temperature", "top_p", "top_k", "stop", "seed", "frequency_penalty");
  }

  @Test
  void asksForToolsAsFarAsTheModelCanBeAsked() {
    String config = "/toolConfig/toolChoice";

    assertThat(encode(Setup.CLAUDE, calling(new ToolChoice.Named("f"))).at(config))
        .isEqualTo(json("{'tool':{'name':'f'}}"));
    assertThat(encode("mistral.x", calling(new ToolChoice.Named("f"))).at(config))
        .isEqualTo(json("{'any':{}}"));
    assertThat(encode(LLAMA, calling(new ToolChoice.Required())).at(config).isMissingNode())
        .isTrue();
    assertThat(
            encode("anthropic.claude-opus-5-5", calling(new ToolChoice.Required()))
                .at(config)
                .isMissingNode())
        .isTrue();
    assertThat(fields()).contains("tool_choice");
  }

  @Test
  void holdsToolsToTheirSchemaWhereThatIsPossible() {
    assertThat(
            encode(Setup.CLAUDE, calling(new ToolChoice.Auto()))
                .at("/toolConfig/tools/0/toolSpec/strict")
                .asBoolean(false))
        .isTrue();
    assertThat(
            encode(LLAMA, calling(new ToolChoice.Auto()))
                .at("/toolConfig/tools/0/toolSpec")
                .has("strict"))
        .isFalse();
    assertThat(fields()).containsExactly("tools[0].strict");
  }

  @Test
  void goesOnFromTheAssistantsWordsOrAsksForItInWords() {
    ChatRequest request = saying(HELLO, Message.text(Role.ASSISTANT, "Once upon \n"));

    assertThat(encode(Setup.CLAUDE, request).at("/messages/1/content/0/text").asString())
        .isEqualTo("Once upon");
    assertThat(fidelity.notes()).isEmpty();
    JsonNode asked = encode(LLAMA, request).path("messages");
    assertThat(asked.at("/1/content/0/text").asString()).isEqualTo("Once upon");
    assertThat(asked.at("/2/content/0/text").asString()).startsWith("Go on exactly");
    assertThat(fields()).containsExactly("messages[1]");
  }

  @Test
  void knowsAProfileByTheModelItIsSaidToBe() {
    ModelInfo info = new ModelInfo(null, Setup.CLAUDE, null, null, Map.of(), Map.of());
    String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc";
    Sampling sampling =
        new Sampling(null, null, null, null, null, null, List.of(), null, 2048, null);

    assertThat(
            encode(Setup.of(arn).info(info), with(sampling))
                .at("/additionalModelRequestFields/thinking/budget_tokens")
                .asInt(0))
        .isEqualTo(2048);
    assertThat(encode(arn, with(sampling)).has("additionalModelRequestFields")).isFalse();
    assertThat(fields()).containsExactly("thinking");
  }

  @Test
  void givesBackThinkingToItsOwnKindOfModelOnly() {
    Message thought =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Part.Reasoning("", new ReasoningState("amazon-bedrock-v1", null, null, "eA==")),
                new Part.Reasoning("a", ReasoningState.signed(ReasoningState.ANTHROPIC, "s")),
                new Part.Text("Hi")));

    JsonNode openAi = encode("openai.gpt-oss-20b-1:0", saying(HELLO, thought, HELLO));
    JsonNode claude = encode(Setup.CLAUDE, saying(HELLO, thought, HELLO));

    assertThat(openAi.at("/messages/1/content"))
        .isEqualTo(json("[{'reasoningContent':{'redactedContent':'eA=='}},{'text':'Hi'}]"));
    assertThat(claude.at("/messages/1/content/0/reasoningContent/reasoningText/text").asString())
        .isEqualTo("a");
    assertThat(claude.at("/messages/1/content")).hasSize(2);
  }

  @Test
  void tellsOfAToolsFailure() {
    Message result =
        new Message(
            Role.TOOL, List.of(new Part.ToolResult("1", null, List.of(new Part.Text("No")), true)));
    Message call = new Message(Role.ASSISTANT, List.of(new Part.ToolCall("1", "f", "{}")));

    JsonNode claude = encode(Setup.CLAUDE, saying(HELLO, call, result));
    JsonNode llama = encode(LLAMA, saying(HELLO, call, result));

    assertThat(claude.at("/messages/2/content/0/toolResult/status").asString()).isEqualTo("error");
    assertThat(llama.at("/messages/2/content/0/toolResult"))
        .isEqualTo(json("{'content':[{'text':'Error:'},{'text':'No'}],'toolUseId':'1'}"));
  }

  /** Cases 21 and 25: a text without a word is refused wherever it stands. */
  @Test
  void saysSomethingWhereAToolSaidNothing() {
    Message call = new Message(Role.ASSISTANT, List.of(new Part.ToolCall("1", "f", "")));
    Message result =
        new Message(
            Role.TOOL, List.of(new Part.ToolResult("1", null, List.of(new Part.Text(" ")), false)));

    JsonNode sent = encode(Setup.CLAUDE, saying(HELLO, call, result));

    assertThat(sent.at("/messages/1/content/0/toolUse/input")).isEqualTo(json("{}"));
    JsonNode content = sent.at("/messages/2/content/0/toolResult/content");
    assertThat(content).hasSize(1);
    assertThat(content.at("/0/text").asString()).isNotBlank();
  }

  @Test
  void usesEachIdOnce() {
    CallIds ids = new CallIds(false);
    CallIds shortIds = new CallIds(true);

    assertThat(List.of(ids.fresh("a b"), ids.fresh("a/b"), ids.fresh("a_b"), ids.fresh("")))
        .containsExactly("a_b", "a_b_2", "a_b_3", "call");
    assertThat(ids.fresh("x".repeat(80))).hasSize(64);
    assertThat(ids.fresh("x".repeat(81))).hasSize(64).endsWith("_2");
    assertThat(shortIds.fresh("abcDEF123")).isEqualTo("abcDEF123");
    assertThat(shortIds.fresh("tooluse_1")).matches("[a-zA-Z0-9]{9}");
    assertThat(shortIds.fresh("tooluse_1")).matches("[a-zA-Z0-9]{9}");
    assertThat(new CallIds(true).fresh("tooluse_1"))
        .isEqualTo(new CallIds(true).fresh("tooluse_1"));
  }

  @ParameterizedTest
  @CsvSource({
    "text/csv, a.csv, csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document, a.docx, docx",
    "application/vnd.ms-excel, a.xls, xls",
    "text/html;charset=utf-8, a.html, html",
    "application/json, a.json, txt",
    "text/x-python, a.py, txt",
    "application/octet-stream, a.md, md"
  })
  void sendsDocumentsInTheirFormat(String type, String name, String format) {
    JsonNode document =
        encode(LLAMA, saying(file(type, name))).at("/messages/0/content/1/document");

    assertThat(document.path("format").asString()).isEqualTo(format);
    assertThat(document.path("name").asString()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/zip", "video/mp4", "image/tiff"})
  void refusesFilesThatAreNotTaken(String type) {
    assertThatThrownBy(() -> encode(LLAMA, saying(file(type, "a.bin"))))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("'messages[0].content[1]'")
        .hasMessageContaining("'" + type + "' cannot be sent");
  }

  @Test
  void refusesWhatIsNotBase64AndAudio() {
    Part broken = new Part.Media(MediaKind.IMAGE, "image/png", "§§§§§§§§", null, null, null);
    Part audio = new Part.Media(MediaKind.AUDIO, "audio/wav", "AAAA", null, null, null);

    assertThatThrownBy(() -> encode(LLAMA, saying(new Message(Role.USER, List.of(broken)))))
        .hasMessageContaining("not base64");
    assertThatThrownBy(() -> encode(LLAMA, saying(new Message(Role.USER, List.of(audio)))))
        .hasMessageContaining("audio cannot be sent");
  }

  @Test
  void asksForThinkingInNovasWordsUnlessThereIsNone() {
    Sampling low = new Sampling(9, 0.5, null, null, null, null, List.of(), "low", null, null);
    Sampling none = new Sampling(9, 0.5, null, null, null, null, List.of(), "none", null, null);
    Sampling wrong = new Sampling(9, 0.5, null, null, null, null, List.of(), "huge", null, null);

    assertThat(encode("amazon.nova-2-lite-v1:0", with(low)).path("inferenceConfig")).hasSize(2);
    assertThat(
            encode("amazon.nova-2-lite-v1:0", with(none))
                .at("/additionalModelRequestFields/reasoningConfig"))
        .isEqualTo(json("{'type':'disabled'}"));
    assertThat(encode(LLAMA, with(none)).has("additionalModelRequestFields")).isFalse();
    assertThat(fidelity.notes()).isEmpty();
    assertThatThrownBy(() -> encode("amazon.nova-2-lite-v1:0", with(wrong)))
        .hasMessageContaining("'reasoning_effort' must be one of");
  }

  @Test
  void sendsSomethingEvenWhenNothingWasSaid() {
    assertThat(encode(LLAMA, saying(Message.text(Role.USER, " "))).at("/messages/0/content"))
        .isEqualTo(json("[{'text':'.'}]"));
    assertThat(encode(LLAMA, saying(Message.text(Role.SYSTEM, "Hi"))).at("/messages/0/content"))
        .isEqualTo(json("[{'text':'.'}]"));
  }
}

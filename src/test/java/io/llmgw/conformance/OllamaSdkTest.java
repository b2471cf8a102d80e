package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.exceptions.OllamaException;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResponseModel;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.chat.OllamaChatStreamObserver;
import io.github.ollama4j.models.chat.OllamaChatToolCalls;
import io.github.ollama4j.models.embed.OllamaEmbedRequest;
import io.github.ollama4j.models.generate.OllamaGenerateRequest;
import io.github.ollama4j.models.request.ThinkMode;
import io.github.ollama4j.tools.Tools;
import io.github.ollama4j.utils.OptionsBuilder;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Received;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Ollama's client for Java in front of the gateway, an OpenAI-compatible upstream behind it. */
class OllamaSdkTest {
  private static final String CALLS =
      ChatAnswers.chunk(
              "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":"
                  + "\"function\",\"function\":{\"name\":\"weather\",\"arguments\":"
                  + "\"{\\\"city\\\":\"}},{\"index\":1,\"id\":\"c2\",\"type\":\"function\","
                  + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
              null)
          + ChatAnswers.chunk(
              "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":"
                  + "\"{\\\"city\\\":\\\"Oslo\\\"}\"}}]}",
              null)
          + ChatAnswers.chunk(
              "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}]}",
              null)
          + ChatAnswers.chunk("{}", "tool_calls")
          + ChatAnswers.DONE;

  @TempDir Path folder;
  ScriptedUpstream upstream;
  RunningGateway gateway;
  Ollama client;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    gateway =
        RunningGateway.start(
            folder, configuration("general_settings: {master_key: " + Sdk.KEY + "}"));
    client = client(Sdk.KEY);
  }

  @AfterEach
  void stop() {
    gateway.close();
    upstream.close();
  }

  private String configuration(String general) {
    return """
    model_list:
      - model_name: fast
        litellm_params: {model: openai/gpt-4o-mini, api_base: %s/v1, api_key: sk-provider-1}
    router_settings: {num_retries: 0}
    %s
    """
        .formatted(upstream.url(), general);
  }

  private Ollama client(String key) {
    Ollama ollama = new Ollama(gateway.url());
    ollama.setBearerAuth(key);
    return ollama;
  }

  private static OllamaChatRequest ask(String text) {
    return OllamaChatRequest.builder()
        .withModel("fast")
        .withMessage(OllamaChatMessageRole.USER, text);
  }

  private static String text(OllamaChatResult result) {
    return result.getResponseModel().getMessage().getResponse();
  }

  @Test
  void answersWhole() throws OllamaException {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello, ", "you.")));

    OllamaChatResult result =
        client.chat(
            ask("Hello")
                .withOptions(new OptionsBuilder().setTemperature(0.5f).setNumPredict(50).build()),
            null);

    OllamaChatResponseModel answer = result.getResponseModel();
    assertThat(text(result)).isEqualTo("Hello, you.");
    assertThat(answer.isDone()).isTrue();
    assertThat(answer.getDoneReason()).isEqualTo("stop");
    assertThat(answer.getEvalCount()).isPositive();
    JsonNode sent = upstream.request().json();
    assertThat(sent.path("model").asString()).isEqualTo("gpt-4o-mini");
    assertThat(sent.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(sent.path("max_tokens").asInt()).isEqualTo(50);
  }

  @Test
  void streams() throws OllamaException {
    upstream.then(
        Reply.sse(
            ChatAnswers.chunk("{\"role\":\"assistant\",\"reasoning_content\":\"Hm.\"}", null)
                + ChatAnswers.stream("Hello, ", "you.")));
    List<String> thoughts = new ArrayList<>();
    List<String> pieces = new ArrayList<>();

    OllamaChatResult result =
        client.chat(
            ask("Hello").withThinking(ThinkMode.ENABLED),
            new OllamaChatStreamObserver(thoughts::add, pieces::add));

    assertThat(thoughts).contains("Hm.");
    assertThat(String.join("", pieces)).isEqualTo("Hello, you.");
    assertThat(text(result)).isEqualTo("Hello, you.");
    assertThat(result.getResponseModel().getPromptEvalCount()).isPositive();
  }

  private static Tools.Tool weather(List<Map<String, Object>> asked) {
    return Tools.Tool.builder()
        .toolSpec(
            Tools.ToolSpec.builder()
                .name("weather")
                .description("The weather")
                .parameters(
                    Tools.Parameters.of(
                        Map.of(
                            "city",
                            Tools.Property.builder()
                                .type("string")
                                .description("The city")
                                .required(true)
                                .build())))
                .build())
        .toolFunction(arguments -> {
          asked.add(arguments);
          return "sunny";
        })
        .build();
  }

  /** Case 17: the client runs the tools by itself; what it then sends has results but no calls. */
  @Test
  void runsToolsInParallel() throws OllamaException {
    upstream.then(Reply.sse(CALLS)).then(Reply.sse(ChatAnswers.stream("Sunny.")));
    List<Map<String, Object>> asked = new ArrayList<>();
    client.registerTool(weather(asked));

    OllamaChatResult result = client.chat(ask("The weather?").withUseTools(true), null);

    assertThat(asked).containsExactly(Map.of("city", "Rome"), Map.of("city", "Oslo"));
    assertThat(text(result)).isEqualTo("Sunny.");
    List<Received> requests = upstream.requests();
    JsonNode first = requests.getFirst().json();
    assertThat(first.at("/tools/0/function/parameters/properties/city/type").asString())
        .isEqualTo("string");
    JsonNode second = requests.getLast().json().path("messages");
    assertThat(second.findValuesAsString("role"))
        .containsExactly("user", "assistant", "tool", "tool");
    assertThat(second.at("/1/tool_calls").findValuesAsString("id"))
        .containsExactlyElementsOf(second.findValuesAsString("tool_call_id"));
    assertThat(second.at("/3/content").asString())
        .isEqualTo("[TOOL_RESULTS] weather(city): sunny [/TOOL_RESULTS]");
  }

  /** Case 17: results without an id belong to the calls before them, in their order. */
  @Test
  void takesCallsAndTheirResultsBack() throws OllamaException {
    upstream.then(Reply.sse(CALLS)).then(Reply.sse(ChatAnswers.stream("Done.")));
    client.setMaxChatToolCallRetries(0);
    List<Tools.Tool> tools = new ArrayList<>(List.of(weather(new ArrayList<>())));

    List<OllamaChatToolCalls> calls =
        client
            .chat(ask("Go").withTools(tools), quiet())
            .getResponseModel()
            .getMessage()
            .getToolCalls();
    OllamaChatResult end =
        client.chat(
            ask("Go")
                .withMessage(OllamaChatMessageRole.ASSISTANT, "", calls)
                .withMessage(OllamaChatMessageRole.TOOL, "sunny")
                .withMessage(OllamaChatMessageRole.TOOL, "cold"),
            null);

    assertThat(calls)
        .extracting(call -> call.getFunction().getArguments())
        .containsExactly(Map.of("city", "Rome"), Map.of("city", "Oslo"));
    assertThat(text(end)).isEqualTo("Done.");
    JsonNode sent = upstream.requests().getLast().json().path("messages");
    assertThat(sent.at("/2/tool_call_id")).isEqualTo(sent.at("/1/tool_calls/0/id"));
    assertThat(sent.at("/3/tool_call_id")).isEqualTo(sent.at("/1/tool_calls/1/id"));
    assertThat(sent.at("/3/content").asString()).isEqualTo("cold");
  }

  private static OllamaChatStreamObserver quiet() {
    return new OllamaChatStreamObserver(thought -> {}, piece -> {});
  }

  @Test
  void sendsImages() throws OllamaException, IOException {
    upstream.then(Reply.sse(ChatAnswers.stream("A dot.")));
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
    Path image = Files.write(folder.resolve("dot.png"), png);

    client.chat(
        OllamaChatRequest.builder()
            .withModel("fast")
            .withMessage(
                OllamaChatMessageRole.USER,
                "What is it?",
                new ArrayList<>(),
                List.of(image.toFile())),
        null);

    assertThat(upstream.request().json().at("/messages/0/content/1/image_url/url").asString())
        .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(png));
  }

  @Test
  void errorsBecomeTheClientsException() {
    upstream.then(Reply.json(400, ChatAnswers.error("No such thing.", "invalid", "bad")));

    assertThatThrownBy(() -> client.chat(ask("x"), null))
        .isInstanceOf(OllamaException.class)
        .hasMessageContaining("No such thing.");
    assertThatThrownBy(() -> client.chat(ask("x").withModel("fest"), null))
        .isInstanceOf(OllamaException.class)
        .hasMessageContaining("model 'fest' not found");
    assertThatThrownBy(() -> client("sk-wrong").chat(ask("x"), null))
        .isInstanceOf(OllamaException.class)
        .hasMessageContaining("Unauthorized");
  }

  /** Case 62: never a clean end. */
  @Test
  void streamsThatBreakOffAreErrors() {
    upstream.then(Reply.sse(ChatAnswers.piece("Half")));

    assertThatThrownBy(() -> client.chat(ask("x"), quiet())).isInstanceOf(OllamaException.class);
  }

  @Test
  void generates() throws OllamaException {
    upstream.then(Reply.sse(ChatAnswers.stream("Hello.")));
    OllamaGenerateRequest request =
        OllamaGenerateRequest.builder()
            .withModel("fast")
            .withPrompt("Hello")
            .withSystem("Be brief.")
            .withUseTools(false);

    assertThat(client.generate(request, null).getResponse()).isEqualTo("Hello.");
    assertThat(upstream.request().json().at("/messages/0/content").asString())
        .isEqualTo("Be brief.");
  }

  /** The client sends its key with every request but this one. */
  @Test
  void embedsWhereNoKeyIsAsked() throws OllamaException {
    upstream.then(
        Reply.json(
            """
            {"object":"list","model":"e","data":[{"object":"embedding","index":0,
            "embedding":[0.5,-0.5]}],"usage":{"prompt_tokens":2,"total_tokens":2}}
            """));
    gateway.close();
    gateway = RunningGateway.start(folder, configuration(""));
    OllamaEmbedRequest request = new OllamaEmbedRequest("fast", List.of("some text"));

    assertThat(client(Sdk.KEY).embed(request).getEmbeddings()).containsExactly(List.of(0.5, -0.5));
    assertThat(upstream.request().json().at("/input/0").asString()).isEqualTo("some text");
  }

  @Test
  void listsModels() throws OllamaException {
    assertThat(client.ping()).isTrue();
    assertThat(client.getVersion()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(client.listModels()).extracting(model -> model.getModelName()).contains("fast");
    assertThat(client.getModelDetails("fast").getDetails().getFormat()).isNotBlank();
    assertThat(client.ps().getModels()).isNotNull();
  }
}

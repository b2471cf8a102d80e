package io.llmgw.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.WireAnswer;
import io.llmgw.testing.WireClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Edge cases that only show when a client and an upstream of different protocols meet. */
class EdgeCasesTest {
  private static final String PNG =
      "{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}";

  @TempDir Path folder;
  ScriptedUpstream upstream;
  RunningGateway gateway;

  @BeforeEach
  void start() {
    upstream = ScriptedUpstream.start();
    gateway =
        RunningGateway.start(
            folder,
            """
            model_list:
              - {model_name: fast, litellm_params: {model: openai/gpt-4o, api_base: %1$s/v1, api_key: k-openai}}
              - {model_name: thinker, litellm_params: {model: openai/gpt-5.1, api_base: %1$s/v1, api_key: k-openai}}
              - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, api_base: %1$s, api_key: k-claude}}
              - {model_name: gemini, litellm_params: {model: gemini/gemini-2.5-flash, api_base: %1$s, api_key: k-gemini}}
              - {model_name: llama, litellm_params: {model: ollama/llama3.2, api_base: %1$s}}
              - model_name: lean
                litellm_params:
                  model: ollama/llama3.2
                  api_base: %1$s
                  additional_drop_params: [stop, keep_alive, options.num_ctx]
            router_settings: {num_retries: 0}
            """
                .formatted(upstream.url()));
  }

  @AfterEach
  void stop() {
    gateway.close();
    upstream.close();
  }

  private WireAnswer post(String path, String body) {
    try (WireClient client = WireClient.connect(URI.create(gateway.url()).getPort())) {
      return client.post(path, body.replace('\'', '"')).answer();
    }
  }

  private JsonNode sent(String path, String body) {
    upstream.always(Reply.sse(ChatAnswers.stream("Hello.")));
    post(path, body);
    return upstream.requests().getLast().json();
  }

  private static String withToolImage(String model) {
    return "{'model':'%s','max_tokens':9,'messages':[{'role':'user','content':'Look.'},"
            .formatted(model)
        + "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'shot','input':{}}]},"
        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':["
        + "{'type':'text','text':'Taken.'},{'type':'image','source':"
        + PNG
        + "}]},{'type':'text','text':'What is it?'}]}],"
        + "'tools':[{'name':'shot','input_schema':{'type':'object','properties':{}}}]}";
  }

  /** An image in a tool's result reaches the model as one, whatever a tool may say there. */
  @ParameterizedTest
  @CsvSource({"fast", "gemini", "llama"})
  void case19ImagesOfToolsAreSeen(String model) {
    JsonNode sent = sent("/v1/messages", withToolImage(model));

    String image =
        switch (model) {
          case "llama" -> sent.findValues("images").getFirst().path(0).asString();
          case "gemini" -> sent.findValuesAsString("data").getFirst();
          default -> sent.findValuesAsString("url").getFirst();
        };
    assertThat(image).endsWith("iVBORw0KGgo=");
    assertThat(sent.toString()).contains("Taken.").contains("What is it?");
    if (model.equals("fast")) {
      assertThat(sent.path("messages").findValuesAsString("role"))
          .containsExactly("user", "assistant", "tool", "user", "user");
    }
  }

  /** The id of the item that holds a call is not the id of the call, but stands for it. */
  @Test
  void case18ItemIdsStandForCallIds() {
    JsonNode sent =
        sent(
            "/v1/responses",
            "{'model':'fast','input':[{'role':'user','content':'Go.'},"
                + "{'type':'function_call','id':'fc_1','call_id':'call_1','name':'f','arguments':'{}'},"
                + "{'type':'function_call_output','call_id':'fc_1','output':'42'}]}");

    assertThat(sent.at("/messages/1/tool_calls/0/id").asString()).isEqualTo("call_1");
    assertThat(sent.at("/messages/2/tool_call_id").asString()).isEqualTo("call_1");
  }

  /** What is said between or after calls comes before them: results must follow at once. */
  @Test
  void case37CallsAreTheEndOfATurn() {
    JsonNode sent =
        sent(
            "/v1/responses",
            "{'model':'claude','input':[{'role':'user','content':'Go.'},"
                + "{'type':'function_call','call_id':'c1','name':'f','arguments':'{}'},"
                + "{'role':'assistant','content':'On my way.'},"
                + "{'type':'function_call','call_id':'c2','name':'f','arguments':'{}'},"
                + "{'type':'function_call_output','call_id':'c1','output':'1'},"
                + "{'type':'function_call_output','call_id':'c2','output':'2'}],"
                + "'tools':[{'type':'function','name':'f','parameters':{'type':'object'}}]}");

    assertThat(sent.at("/messages/1/content").findValuesAsString("type"))
        .containsExactly("text", "tool_use", "tool_use");
    assertThat(sent.at("/messages/2/content").findValuesAsString("tool_use_id"))
        .containsExactly("c1", "c2");
  }

  /** A request in one protocol is never passed on as it is to an upstream of another. */
  @ParameterizedTest
  @CsvSource({
    "fast, /v1/chat/completions",
    "claude, /v1/messages",
    "gemini, /v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
    "llama, /api/chat"
  })
  void case56EveryClientReachesEveryUpstream(String model, String path) {
    String messages = "'messages':[{'role':'user','content':'Hi'}]";
    for (String client :
        List.of("/v1/messages", "/v1/chat/completions", "/api/chat", "/v1/responses")) {
      String said = client.equals("/v1/responses") ? "'input':'Hi'" : messages;
      JsonNode sent = sent(client, "{'model':'%s','max_tokens':9,%s}".formatted(model, said));

      assertThat(upstream.requests().getLast().target()).as(client).isEqualTo(path);
      assertThat(sent.toString()).contains("\"Hi\"");
    }
  }

  /** The new name of the limit is for OpenAI's thinking models only, whoever asks. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/messages         | 'max_tokens':50",
        "/v1/chat/completions | 'max_tokens':50",
        "/v1/responses        | 'max_output_tokens':50",
        "/api/chat            | 'options':{'num_predict':50}",
      })
  void case79TheLimitHasTheNameTheModelKnows(String client, String limit) {
    String said =
        client.equals("/v1/responses")
            ? "'input':'Hi'"
            : "'messages':[{'role':'user','content':'Hi'}]";

    JsonNode thinker = sent(client, "{'model':'thinker',%s,%s}".formatted(said, limit));
    JsonNode fast = sent(client, "{'model':'fast',%s,%s}".formatted(said, limit));

    assertThat(thinker.path("max_completion_tokens").asInt()).isEqualTo(50);
    assertThat(thinker.has("max_tokens")).isFalse();
    assertThat(fast.path("max_tokens").asInt()).isEqualTo(50);
  }

  /** Claude Code shows the number of the first event as what the conversation has used. */
  @Test
  void case53TheFirstEventTellsANumberOfTokens() {
    upstream.always(Reply.sse(ChatAnswers.stream("Hello.")));

    String stream =
        post(
                "/v1/messages",
                "{'model':'fast','stream':true,'max_tokens':9,'messages':[{'role':'user',"
                    + "'content':'How many tokens are these?'}]}")
            .text();

    assertThat(stream.lines().filter(line -> line.contains("\"message_start\"")).findFirst())
        .hasValueSatisfying(start -> assertThat(start).containsPattern("\"input_tokens\":[1-9]"));
    // case 44: one that says why it ended, and no second one that does not
    assertThat(stream.split("event: message_delta", -1)).hasSize(2);
    assertThat(stream).doesNotContain("\"stop_reason\":null},\"usage\"");
  }

  /** By the client's name of it or the upstream's, translated or not. */
  @Test
  void configuredParametersAreDroppedWhateverTheClient() {
    String messages = "'messages':[{'role':'user','content':'Hi'}]";

    JsonNode passed =
        sent(
            "/api/chat",
            "{'model':'lean','keep_alive':'5m','options':{'num_ctx':9,'seed':1},%s}"
                .formatted(messages));
    JsonNode translated =
        sent("/v1/chat/completions", "{'model':'lean','stop':'x','seed':1,%s}".formatted(messages));

    assertThat(passed.has("keep_alive")).isFalse();
    assertThat(passed.path("options").toString()).isEqualTo("{\"seed\":1}");
    assertThat(translated.path("options").toString()).isEqualTo("{\"seed\":1}");
  }
}

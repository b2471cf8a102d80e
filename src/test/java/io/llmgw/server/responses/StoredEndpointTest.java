package io.llmgw.server.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.model.FinishReason;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import io.llmgw.model.StreamEvent;
import io.llmgw.testing.FakeProvider;
import io.llmgw.testing.Scenario;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of responses, for whom, and what comes of it later. */
class StoredEndpointTest {
  private static final String ANN = "Authorization: Bearer ann";
  private static final String BOB = "Authorization: Bearer bob";

  private final FakeProvider provider = new FakeProvider();
  private TestingServer server;

  @BeforeEach
  void start() {
    server =
        TestingServer.start(
            new TestingConfig().retries(0).with(TestingConfig.entry("chat-a")), provider);
    provider.always(Scenario.says("Hello"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WireAnswer post(String body, String... headers) {
    return server.post("/v1/responses", body, headers);
  }

  private static String id(WireAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asString();
  }

  private WireAnswer send(String method, String path, String... headers) {
    try (var client = server.connect()) {
      String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return client
          .send(method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + lines + "\r\n")
          .answer();
    }
  }

  @Test
  void givesAnAnswerAgain() {
    WireAnswer made = post("{'model':'chat-a','input':'x'}");

    assertThat(server.get("/v1/responses/" + id(made)).json()).isEqualTo(made.json());
    assertThat(server.get("/responses/" + id(made)).status()).isEqualTo(200);
    assertThat(server.get("/openai/v1/responses/" + id(made)).status()).isEqualTo(200);
  }

  @Test
  void givesAStreamedAnswerAgain() {
    Heard heard = Heard.of(post("{'model':'chat-a','input':'x','stream':true}"));
    String id = heard.response.get("id").asString();

    assertThat(server.get("/v1/responses/" + id).json()).isEqualTo(heard.response);
  }

  @Test
  void forgetsOnDemand() {
    String id = id(post("{'model':'chat-a','input':'x'}"));

    WireAnswer deleted = send("DELETE", "/v1/responses/" + id);

    assertThat(deleted.json().get("deleted").asBoolean()).isTrue();
    assertThat(server.get("/v1/responses/" + id).status()).isEqualTo(404);
    assertThat(send("DELETE", "/v1/responses/" + id).status()).isEqualTo(404);
  }

  @Test
  void neverKeepsWhatIsNotToBeStored() {
    String id = id(post("{'model':'chat-a','input':'x','store':false}"));

    assertThat(server.get("/v1/responses/" + id).status()).isEqualTo(404);
    assertThat(goOn(id, ANN).status()).isEqualTo(404);
  }

  @Test
  void neverKeepsWhatFailed() {
    provider.then(
        Scenario.of(Scenario.text("So far"))
            .failing(
                new io.llmgw.model.GatewayException(
                    io.llmgw.model.ErrorKind.UPSTREAM, "It fell over.")));

    Heard heard = Heard.of(post("{'model':'chat-a','input':'x','stream':true}"));

    assertThat(heard.types).containsSequence("error", "response.failed");
    assertThat(heard.response.at("/error/code").asString()).isEqualTo("server_error");
    assertThat(heard.response.at("/output/0/content/0/text").asString()).isEqualTo("So far");
    String id = heard.response.get("id").asString();
    assertThat(server.get("/v1/responses/" + id).status()).isEqualTo(404);
  }

  @Test
  void showsNobodyWhatIsAnothers() {
    String id = id(post("{'model':'chat-a','input':'secret'}", ANN));

    assertThat(server.get("/v1/responses/" + id, ANN).status()).isEqualTo(200);
    for (String path : new String[] {"", "/input_items"}) {
      assertThat(server.get("/v1/responses/" + id + path, BOB).status()).isEqualTo(404);
      assertThat(server.get("/v1/responses/" + id + path).status()).isEqualTo(404);
    }
    assertThat(goOn(id, BOB).status()).isEqualTo(404);
    assertThat(send("DELETE", "/v1/responses/" + id, BOB).status()).isEqualTo(404);
    assertThat(goOn(id, ANN).status()).isEqualTo(200);
  }

  private WireAnswer goOn(String id, String key) {
    return post("{'model':'chat-a','input':'y','previous_response_id':'" + id + "'}", key);
  }

  @Test
  void listsTheItemsOfTheRequestInPages() {
    String id =
        id(
            post(
                "{'model':'chat-a','input':[{'role':'user','content':'one'},"
                    + "{'role':'user','content':'two'},{'role':'user','content':'three'}]}"));

    WireAnswer first = server.get("/v1/responses/" + id + "/input_items?order=asc&limit=2");
    String last = first.json().get("last_id").asString();
    WireAnswer second =
        server.get("/v1/responses/" + id + "/input_items?order=asc&limit=2&after=" + last);

    assertThat(first.json().at("/data/0/content/0/text").asString()).isEqualTo("one");
    assertThat(first.json().get("has_more").asBoolean()).isTrue();
    assertThat(second.json().at("/data/0/content/0/text").asString()).isEqualTo("three");
    assertThat(second.json().get("has_more").asBoolean()).isFalse();
    WireAnswer newest = server.get("/v1/responses/" + id + "/input_items");
    assertThat(newest.json().at("/data/0/content/0/text").asString()).isEqualTo("three");
    for (String wrong : new String[] {"limit=0", "limit=x", "order=up", "after=nothing"}) {
      assertThat(server.get("/v1/responses/" + id + "/input_items?" + wrong).status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void cancelsNothing() {
    String id = id(post("{'model':'chat-a','input':'x'}"));

    WireAnswer refused = server.post("/v1/responses/" + id + "/cancel", "");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errorMessage()).contains("not a background response");
    assertThat(server.post("/v1/responses/resp_x/cancel", "").status()).isEqualTo(404);
  }

  @Test
  void countsTokens() {
    WireAnswer count =
        server.post("/v1/responses/input_tokens", "{'model':'chat-a','input':'Hello there'}");

    assertThat(count.json().get("object").asString()).isEqualTo("response.input_tokens");
    assertThat(count.json().get("input_tokens").asInt()).isBetween(4, 20);
    assertThat(provider.calls()).isEmpty();
  }

  @Test
  void refersToAnItemOfAnEarlierAnswer() {
    String item = post("{'model':'chat-a','input':'x'}").json().at("/output/0/id").asString();

    WireAnswer next =
        post(
            "{'model':'chat-a','input':[{'role':'user','content':'x'},"
                + "{'type':'item_reference','id':'"
                + item
                + "'},{'role':'user','content':'y'}]}");

    assertThat(next.status()).as(next.text()).isEqualTo(200);
    assertThat(provider.calls().getLast().request().messages().get(1))
        .isEqualTo(Message.text(Role.ASSISTANT, "Hello"));
  }

  /** What a provider wants back comes back, whether the client carries it or the gateway does. */
  @Test
  void bringsBackWhatTheProviderWants() {
    ReasoningState thought = ReasoningState.signed(ReasoningState.ANTHROPIC, "sig");
    ReasoningState called = ReasoningState.signed(ReasoningState.GEMINI, "call-sig");
    Scenario scenario =
        Scenario.of(
                new StreamEvent.ReasoningDelta(0, "Hm."),
                new StreamEvent.ReasoningSealed(0, thought),
                new StreamEvent.ToolCallStarted(0, 0, "call_1", "f", called))
            .ending(FinishReason.TOOL_CALLS);
    provider.then(scenario).then(Scenario.says("a")).then(scenario).then(Scenario.says("b"));
    String output = "{'type':'function_call_output','call_id':'call_1','output':'42'}";

    WireAnswer kept = post("{'model':'chat-a','input':'x'}");
    post("{'model':'chat-a','input':[%s],'previous_response_id':'%s'}".formatted(output, id(kept)));
    WireAnswer carried =
        post(
            "{'model':'chat-a','input':'x','store':false,'include':['reasoning.encrypted_content']}");
    String items = carried.json().get("output").toString();
    post(
        "{'model':'chat-a','input':[{'role':'user','content':'x'},%s,%s]}"
            .formatted(items.substring(1, items.length() - 1), output));

    assertThat(kept.text()).doesNotContain("encrypted_content");
    List<Part> turn =
        List.of(new Part.Reasoning("Hm.", thought), new Part.ToolCall("call_1", "f", "{}", called));
    assertThat(provider.calls().get(1).request().messages().get(1).parts()).isEqualTo(turn);
    assertThat(provider.calls().get(3).request().messages().get(1).parts()).isEqualTo(turn);
  }

  @Test
  void saysWhatOfTheRequestWasLost() {
    WireAnswer answer =
        post("{'model':'chat-a','input':'x','tools':[{'type':'web_search'}],'truncation':'auto'}");

    assertThat(answer.header("x-llmgw-fidelity").orElse(""))
        .contains("dropped=tools[0]")
        .contains("dropped=truncation");
    assertThat(provider.calls().getFirst().request().tools()).isEmpty();
  }
}

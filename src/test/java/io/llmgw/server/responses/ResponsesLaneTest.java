package io.llmgw.server.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.app.TestingServer;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.ModelInfo;
import io.llmgw.config.RequestSettings;
import io.llmgw.provider.http.HttpTransport;
import io.llmgw.provider.openai.OpenAiProviders;
import io.llmgw.testing.ChatAnswers;
import io.llmgw.testing.Reply;
import io.llmgw.testing.ResponseAnswers;
import io.llmgw.testing.ScriptedUpstream;
import io.llmgw.testing.TestingConfig;
import io.llmgw.testing.WireAnswer;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of the Responses API before upstreams of the same protocol: {@code native} offers it,
 * {@code only} has nothing else, {@code chat} does not know it.
 */
class ResponsesLaneTest {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpTransport transport =
      new HttpTransport(Duration.ofSeconds(5), ProxySelector.of((InetSocketAddress) null));
  private TestingServer server;

  @BeforeEach
  void start() {
    OpenAiProviders providers = new OpenAiProviders(transport, InstantSource.system());
    server =
        TestingServer.start(
            new TestingConfig()
                .retries(1)
                .with(
                    entry("native", info(null, Map.of("responses", true))),
                    entry("only", info("responses", Map.of())),
                    entry("chat", ModelInfo.NONE),
                    twin("first"),
                    twin("second")),
            deployment -> providers.create(deployment, RequestSettings.DEFAULT));
  }

  private static ModelInfo info(String mode, Map<String, Boolean> supports) {
    return new ModelInfo(mode, null, null, null, supports, Map.of());
  }

  private DeploymentConfig entry(String name, ModelInfo info) {
    return TestingConfig.upstream(name, "openai", "upstream-model", upstream.url() + "/v1", info);
  }

  /** One of the deployments of the group {@code twins}, told by its model. */
  private DeploymentConfig twin(String model) {
    DeploymentConfig alone =
        TestingConfig.upstream(
            "twins",
            "openai",
            model,
            upstream.url() + "/v1",
            info(null, Map.of("responses", true)));
    return new DeploymentConfig(
        model,
        alone.modelName(),
        alone.provider(),
        alone.model(),
        alone.endpoint(),
        alone.azure(),
        alone.limits(),
        alone.repair(),
        alone.info(),
        alone.origin());
  }

  @AfterEach
  void stop() {
    server.close();
    transport.close();
    upstream.close();
  }

  private WireAnswer post(String body, String... headers) {
    return server.post("/v1/responses", body, headers);
  }

  /** Case 78: what the gateway does not know arrives as it was sent, in both directions. */
  @Test
  void passesAWholeAnswerThroughButForTheModel() {
    String answer =
        "{\"id\":\"resp_1\",  \"object\":\"response\",\"status\":\"completed\",\"error\":null,"
            + "\"model\":\"upstream-model\",\"output\":[{\"type\":\"new_thing\",\"n\":1.0}],"
            + "\"usage\":{\"input_tokens\":3}, \"odd\" : [1 ,2]}";
    upstream.then(Reply.json(answer));

    WireAnswer got =
        post(
            "{'model':'native',  'input':[{'type':'compaction','encrypted_content':'g'}],"
                + "'tools':[],'top_k':3,'background':false,'num_retries':1,'x' : 1.0}");

    assertThat(got.text()).isEqualTo(answer.replace("upstream-model", "native"));
    assertThat(upstream.request().target()).isEqualTo("/v1/responses");
    assertThat(upstream.request().text())
        .isEqualTo(
            ("{'model':'upstream-model',  'input':[{'type':'compaction','encrypted_content':'g'}],"
                    + "'tools':[],'top_k':3,'background':false,'x' : 1.0}")
                .replace('\'', '"'));
  }

  @Test
  void passesAStreamThroughButForTheModel() {
    String events = ResponseAnswers.begin().thinks("Hm.", "gAAA").says("Hel", "lo").stream();
    upstream.then(Reply.sse(events));
    upstream.then(Reply.sse(events));

    WireAnswer got = post("{'model':'native','input':'x','stream':true}");
    WireAnswer same = post("{'model':'only','input':'x','stream':true}");

    assertThat(got.text()).isEqualTo(events.replace("upstream-model", "native"));
    assertThat(same.text()).isEqualTo(events.replace("upstream-model", "only"));
  }

  /** Case 62. */
  @Test
  void tellsThatAStreamHadNoEnd() {
    upstream.then(Reply.sse(ResponseAnswers.begin().says("Hello").events()));

    WireAnswer got = post("{'model':'native','input':'x','stream':true}");

    assertThat(got.text()).contains("Hello").contains("event: error\n").contains("broke off");
    assertThat(got.text()).doesNotContain("response.completed");
    List<Long> numbers =
        Pattern.compile("\"sequence_number\":(\\d+)")
            .matcher(got.text())
            .results()
            .map(number -> Long.valueOf(number.group(1)))
            .toList();
    assertThat(numbers).hasSizeGreaterThan(3);
    assertThat(numbers).isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
  }

  /** Case 63. */
  @Test
  void answersAnErrorInDisguiseWithItsStatus() {
    String error = "{\"error\":{\"message\":\"Overloaded.\",\"type\":\"overloaded_error\"}}";
    upstream.always(Reply.json(error));

    WireAnswer got = post("{'model':'native','input':'x','stream':true}");

    assertThat(got.status()).isEqualTo(503);
    assertThat(got.errorMessage()).isEqualTo("Overloaded.");
  }

  @Test
  void makesAStreamOfAWholeAnswerAndTheReverse() {
    upstream.then(Reply.json(ResponseAnswers.begin().says("Hello").whole()));
    upstream.then(Reply.sse(ResponseAnswers.begin().says("Hello").stream()));

    Heard stream = Heard.of(post("{'model':'native','input':'x','stream':true}"));
    Heard whole = Heard.of(post("{'model':'native','input':'x'}"));

    assertThat(stream.text.toString()).isEqualTo("Hello");
    assertThat(stream.closed).isTrue();
    assertThat(whole.text.toString()).isEqualTo("Hello");
    assertThat(whole.response.at("/usage/total_tokens").asInt()).isEqualTo(18);
  }

  @Test
  void leavesTheUpstreamsOwnConversationToIt() {
    upstream.then(Reply.json(ResponseAnswers.begin().says("Hello").whole()));

    post("{'model':'native','input':'x','previous_response_id':'resp_up0'}");

    assertThat(upstream.request().json().get("previous_response_id").asString())
        .isEqualTo("resp_up0");
  }

  @Test
  void leavesTheAnswersOfAnotherGatewayOfThisKindToIt() {
    upstream.then(Reply.json(ResponseAnswers.begin().says("Hello").whole()));

    post("{'model':'native','input':'x','previous_response_id':'resp_gw0123456789abcdef'}");

    assertThat(upstream.request().json().get("previous_response_id").asString())
        .isEqualTo("resp_gw0123456789abcdef");
  }

  @Test
  void translatesAConversationThatOnlyTheGatewayKnows() {
    upstream.then(Reply.json(ChatAnswers.whole("Hello Ann.")));
    upstream.then(Reply.json(ChatAnswers.whole("Ann.")));
    upstream.then(Reply.sse(ResponseAnswers.begin().says("Still Ann.").stream()));
    String first = id(post("{'model':'chat','input':'I am Ann.'}"));

    WireAnswer second = post(goingOn("native", first));
    WireAnswer third = post(goingOn("only", id(second)));

    assertThat(upstream.requests().get(1).target()).isEqualTo("/v1/chat/completions");
    assertThat(upstream.requests().get(1).json().get("messages").size()).isEqualTo(3);
    assertThat(upstream.requests().get(2).target()).isEqualTo("/v1/responses");
    assertThat(upstream.requests().get(2).json().get("input").size()).isEqualTo(5);
    assertThat(upstream.requests().get(2).json().has("previous_response_id")).isFalse();
    assertThat(Heard.of(third).text.toString()).isEqualTo("Still Ann.");
    assertThat(third.json().get("previous_response_id").asString()).isEqualTo(id(second));
  }

  private static String goingOn(String model, String previous) {
    return "{'model':'%s','input':'Who am I?','previous_response_id':'%s'}"
        .formatted(model, previous);
  }

  private static String id(WireAnswer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asString();
  }

  @Test
  void doesNotKnowTheConversationOfAnotherPlace() {
    WireAnswer got = post(goingOn("chat", "resp_up0"));

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.json().at("/error/code").asString()).isEqualTo("previous_response_not_found");
    assertThat(upstream.requests()).isEmpty();
  }

  /** As models on Azure that OpenAI did not make; told by the refusal alone. */
  @Test
  void translatesFromThenOnForAModelThatLacksTheApi() {
    upstream.then(
        Reply.json(
            400, ChatAnswers.error("This model is not supported by Responses API.", "x", "")));
    upstream.always(Reply.json(ChatAnswers.whole("Hello.")));

    assertThat(Heard.of(post("{'model':'native','input':'x'}")).text.toString())
        .isEqualTo("Hello.");
    assertThat(Heard.of(post("{'model':'native','input':'x'}")).text.toString())
        .isEqualTo("Hello.");
    assertThat(upstream.requests())
        .extracting(request -> request.target())
        .containsExactly("/v1/responses", "/v1/chat/completions", "/v1/chat/completions");
  }

  /** Organizations without leave to read summaries, and models that do not think. */
  @Test
  void asksForLessThinkingWhenThatIsRefused() {
    upstream.then(
        Reply.json(
            400, ChatAnswers.error("Unsupported parameter: 'reasoning.summary'.", "x", null)));
    upstream.then(
        Reply.json(
            400,
            ChatAnswers.error("Encrypted content is not supported with this model.", "x", "")));
    upstream.always(Reply.sse(ResponseAnswers.begin().says("Hi.").stream()));
    String chat = "{'model':'only','messages':[{'role':'user','content':'x'}]}";

    assertThat(server.post("/v1/chat/completions", chat).text()).contains("Hi.");
    assertThat(server.post("/v1/chat/completions", chat).text()).contains("Hi.");
    assertThat(upstream.requests()).hasSize(4);
    assertThat(upstream.requests().getLast().json().has("include")).isFalse();
    assertThat(upstream.requests().getLast().json().has("reasoning")).isFalse();
  }

  /** What a deployment keeps is known to its own key only. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnWhereTheAnswerIsKept(boolean stream) {
    ResponseAnswers answer = ResponseAnswers.begin().says("Hello");
    upstream.always(stream ? Reply.sse(answer.stream()) : Reply.json(answer.whole()));
    post("{'model':'twins','input':'x','stream':" + stream + "}");
    String keeper = upstream.requests().getFirst().json().get("model").asString();

    for (int i = 0; i < 20; i++) {
      post(
          "{'model':'twins','input':'x','previous_response_id':'resp_up1','stream':"
              + stream
              + "}");
    }

    assertThat(upstream.requests())
        .hasSize(21)
        .allMatch(request -> request.json().get("model").asString().equals(keeper));
  }
}

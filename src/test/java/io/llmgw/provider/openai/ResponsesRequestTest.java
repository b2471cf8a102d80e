package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.config.DeploymentConfig.Repair;
import io.llmgw.json.Json;
import io.llmgw.json.JsonObjectIndex;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Message;
import io.llmgw.model.Part;
import io.llmgw.model.ReasoningState;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import io.llmgw.provider.Call;
import io.llmgw.provider.Operation;
import io.llmgw.provider.Preview;
import io.llmgw.provider.TimeLimits;
import io.llmgw.provider.http.HttpTransport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests in the words of the Responses API: what they say, and what they cannot. */
class ResponsesRequestTest {
  private static final List<Message> HELLO = List.of(Message.text(Role.USER, "Hello"));

  private static ChatRequest request(Sampling sampling, Map<String, JsonNode> extras) {
    return new ChatRequest("m", HELLO, List.of(), null, null, null, sampling, extras);
  }

  private static JsonNode encoded(ChatRequest request, Fidelity fidelity) {
    ResponsesThinking nothing = new ResponsesThinking(false, false);
    return Json.MAPPER.readTree(new ResponsesEncoder(nothing, fidelity).encode(request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logit_bias", "web_search_options", "modalities", "prediction", "top_logprobs"})
  void namesWhatHasNoPlaceInsteadOfDroppingIt(String name) {
    ChatRequest request =
        request(Sampling.DEFAULT, Map.of(name, JsonNodeFactory.instance.objectNode()));
    Fidelity dropping = new Fidelity(true);

    assertThatThrownBy(() -> encoded(request, new Fidelity(false)))
        .hasMessageContaining("'" + name + "'");
    assertThat(encoded(request, dropping).has(name)).isFalse();
    assertThat(dropping.notes()).extracting(Fidelity.Note::field).containsExactly(name);
  }

  /** Case 68. */
  @Test
  void namesSamplingThatHasNoPlace() {
    Sampling all = new Sampling(null, null, null, 0.5, 0.25, 7L, List.of("x"), null, null, 40);
    Fidelity dropping = new Fidelity(true);

    assertThatThrownBy(() -> encoded(request(all, Map.of()), new Fidelity(false)))
        .isInstanceOf(GatewayException.class);
    encoded(request(all, Map.of()), dropping);
    assertThat(dropping.notes())
        .extracting(Fidelity.Note::field)
        .containsExactlyInAnyOrder(
            "top_k", "seed", "frequency_penalty", "presence_penalty", "stop");
  }

  @Test
  void hasNothingAgainstWhatHappensAnyway() {
    Sampling rest = new Sampling(null, null, null, 0.0, 0.0, null, List.of(), null, null, null);
    Map<String, JsonNode> one = Map.of("n", JsonNodeFactory.instance.numberNode(1));

    assertThat(encoded(request(rest, one), new Fidelity(false)).has("n")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1024,low", "8192,medium", "24576,high"})
  void givesAnEffortForABudget(int budget, String effort) {
    Sampling sampling =
        new Sampling(5, null, null, null, null, null, List.of(), null, budget, null);
    Fidelity fidelity = new Fidelity(false);

    JsonNode body = encoded(request(sampling, Map.of()), fidelity);

    assertThat(body.at("/reasoning/effort").asString()).isEqualTo(effort);
    assertThat(body.get("max_output_tokens").asInt()).isEqualTo(16);
    assertThat(fidelity.notes()).hasSize(2);
  }

  /** Case 74, and its like: only its own thinking goes back to the provider. */
  @Test
  void leavesTheThinkingOfOthersOut() {
    List<Part> turn =
        List.of(
            new Part.Reasoning("Hm.", ReasoningState.signed(ReasoningState.ANTHROPIC, "sig")),
            new Part.Reasoning("Hm.", null),
            new Part.Text("4"));
    Fidelity fidelity = new Fidelity(false);

    JsonNode body =
        encoded(
            ChatRequest.of("m", List.of(HELLO.getFirst(), new Message(Role.ASSISTANT, turn))),
            fidelity);

    assertThat(body.get("input").size()).isEqualTo(2);
    assertThat(body.toString()).doesNotContain("sig").doesNotContain("Hm.");
    assertThat(fidelity.notes())
        .extracting(Fidelity.Note::field)
        .containsExactly("messages[1].reasoning");
  }

  private static String fit(Setup setup, String body) {
    JsonObjectIndex index =
        JsonObjectIndex.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    byte[] fitted =
        RequestShape.fit(
                setup.profile(), index, Operation.RESPONSE, false, false, new Fidelity(true))
            .toByteArray();
    return new String(fitted, StandardCharsets.UTF_8).replace('"', '\'');
  }

  @Test
  void takesConfiguredDefaultsByTheirNamesHere() {
    Setup setup =
        Setup.of("openai", "gpt-4o")
            .defaults(Map.of("max_tokens", 100, "reasoning_effort", "low", "temperature", 0.5))
            .extraBody(Map.of("service_tier", "flex"));

    JsonNode fitted =
        Json.MAPPER.readTree(fit(setup, "{'model':'m','input':'x'}").replace('\'', '"'));

    assertThat(fitted.get("max_output_tokens").asInt()).isEqualTo(100);
    assertThat(fitted.at("/reasoning/effort").asString()).isEqualTo("low");
    assertThat(fitted.get("temperature").asDouble()).isEqualTo(0.5);
    assertThat(fitted.get("service_tier").asString()).isEqualTo("flex");
    assertThat(fit(setup, "{'model':'m','input':'x','max_output_tokens':7}"))
        .contains("'max_output_tokens':7")
        .doesNotContain("100");
  }

  @Test
  void dropsWhatReasoningModelsRefuse() {
    Setup strict = Setup.of("openai", "gpt-5").repair(new Repair(false, List.of(), List.of()));
    Setup dropping = Setup.of("openai", "gpt-5").repair(new Repair(true, List.of(), List.of()));
    Setup resting = Setup.of("openai", "gpt-5.1").repair(new Repair(false, List.of(), List.of()));
    String body = "{'model':'m','input':'x','temperature':0.3}";

    assertThat(fit(dropping, body)).isEqualTo("{'model':'gpt-5','input':'x'}");
    assertThatThrownBy(() -> fit(strict, body)).hasMessageContaining("'temperature'");
    assertThat(fit(resting, body)).contains("0.3");
    assertThatThrownBy(() ->
            fit(
                resting,
                "{'model':'m','input':'x','temperature':0.3,'reasoning':{'effort':'low'}}"))
        .hasMessageContaining("'temperature'");
  }

  @Test
  void previewsWithoutAskingAnyone() {
    try (HttpTransport transport = Setup.transport()) {
      Preview preview =
          Setup.of("openai", "responses/gpt-5-codex")
              .provider(transport, "http://127.0.0.1:1/v1")
              .preview(
                  ChatRequest.of("m", HELLO),
                  new Call("test", new Cancellation(), TimeLimits.NONE));

      assertThat(preview.url()).isEqualTo("http://127.0.0.1:1/v1/responses");
      assertThat(preview.body().get("model").asString()).isEqualTo("gpt-5-codex");
      assertThat(preview.body().get("stream").asBoolean()).isTrue();
    }
  }

  @Test
  void learnsOnlyWhatARefusalTeaches() {
    ResponsesThinking all = new ResponsesThinking(true, true);

    assertThat(all.after(refusal(400, "Encrypted content is not supported with this model.")))
        .isEqualTo(new ResponsesThinking(true, false));
    assertThat(all.after(refusal(400, "Unsupported parameter: 'reasoning.summary'")))
        .isEqualTo(new ResponsesThinking(false, true));
    assertThat(all.after(refusal(400, "The prompt is empty."))).isNull();
    assertThat(all.after(refusal(503, "Encrypted content service is down."))).isNull();
  }

  private static GatewayException refusal(int status, String message) {
    return new GatewayException(
        ErrorKind.INVALID_REQUEST, message, new ErrorDetail(status, null, null, null, null));
  }
}

package io.llmgw.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.json.Json;
import io.llmgw.model.Cancellation;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.Provider;
import io.llmgw.server.openai.OpenAiRequests;
import io.llmgw.testing.AllProviders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever the upstream calls it, a parameter is dropped by the name OpenAI's clients know. */
class DropParamsTest {
  private static final AllProviders PROVIDERS = new AllProviders();
  private static final String FULL =
      """
      {"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":5000,"temperature":0.5,
      "seed":7,"stop":["END"],"top_k":3,"reasoning_effort":"low","user":"u","parallel_tool_calls":false,
      "tool_choice":"required","tools":[{"type":"function","function":{"name":"look_up","strict":true,
      "description":"Looks","parameters":{"type":"object","additionalProperties":false,
      "properties":{"x":{"type":"string"}},"required":["x"]}}},
      {"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}],
      "response_format":{"type":"json_schema","json_schema":{"name":"r","strict":true,
      "schema":{"type":"object","title":"T","properties":{"y":{"type":"string"}}}}}}
      """;

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  private static ObjectNode full() {
    return (ObjectNode) Json.MAPPER.readTree(FULL);
  }

  /** What each adapter that translates would send. */
  private static Map<String, JsonNode> encoded(JsonNode body, Fidelity fidelity) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    ChatRequest request =
        OpenAiRequests.chat("id", bytes, new Cancellation()).meaning().chat(fidelity);
    Map<String, JsonNode> sent = new TreeMap<>();
    for (Map.Entry<String, Provider> each : PROVIDERS.byName().entrySet()) {
      if (each.getKey().matches("(anthropic|gemini|ollama|bedrock) .*")) {
        sent.put(
            each.getKey(), each.getValue().preview(request, AllProviders.call(fidelity)).body());
      }
    }
    assertThat(sent).hasSizeGreaterThan(8);
    return sent;
  }

  private static JsonNode dropping(ObjectNode body, String... paths) {
    body.set("additional_drop_params", Json.MAPPER.valueToTree(paths));
    return body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_tokens",
        "temperature",
        "seed",
        "stop",
        "top_k",
        "reasoning_effort",
        "user",
        "parallel_tool_calls",
        "tool_choice",
        "response_format"
      })
  void isAsIfItHadNotBeenSent(String name) {
    JsonNode without = full().without(name);
    Fidelity told = new Fidelity(true);

    assertThat(encoded(dropping(full(), name), told))
        .isEqualTo(encoded(without, new Fidelity(true)));
    assertThat(told.notes()).extracting(Fidelity.Note::field).contains(name);
  }

  @Test
  void withoutToolsThereIsNoChoiceAmongThem() {
    JsonNode without = full().without("tools").without("tool_choice");

    assertThat(encoded(dropping(full(), "tools"), new Fidelity(true)))
        .isEqualTo(encoded(((ObjectNode) without), new Fidelity(true)));
  }

  @ParameterizedTest
  @CsvSource({
    "tools[*].function.strict,              /tools/0/function, strict",
    "tools[0].function.parameters.properties.x, /tools/0/function/parameters/properties, x",
    "tools[*].function.parameters.required, /tools/0/function/parameters, required",
    "response_format.json_schema.schema.title, /response_format/json_schema/schema, title",
  })
  void reachesInsideAParameter(String path, String parent, String name) {
    ObjectNode without = full();
    ((ObjectNode) without.at(parent)).remove(name);

    assertThat(encoded(dropping(full(), path), new Fidelity(true)))
        .containsExactlyEntriesOf(encoded(without, new Fidelity(true)));
  }

  /** As LiteLLM, which drops such paths once it has translated. */
  @Test
  void takesTheUpstreamsOwnNamesToo() {
    Map<String, JsonNode> sent =
        encoded(
            dropping(full(), "tools[*].input_schema.properties", "inferenceConfig.maxTokens"),
            new Fidelity(true));

    JsonNode claude = sent.get("anthropic claude-sonnet-4-5");
    assertThat(claude.at("/tools/0/name").asString()).isEqualTo("look_up");
    assertThat(claude.at("/tools/0/input_schema").has("properties")).isFalse();
    assertThat(
            sent.get("bedrock amazon.nova-pro-v1:0")
                .at("/inferenceConfig/maxTokens")
                .isMissingNode())
        .isTrue();
  }

  /** Without them the upstream would refuse the request. */
  @Test
  void leavesWhatTheUpstreamNeeds() {
    JsonNode claude =
        encoded(dropping(full(), "max_tokens", "messages", "model"), new Fidelity(true))
            .get("anthropic claude-sonnet-4-5");

    assertThat(claude.path("max_tokens").isInt()).isTrue();
    assertThat(claude.path("messages").isEmpty()).isFalse();
    assertThat(claude.has("model")).isTrue();
  }

  /** What LiteLLM's clients say to the gateway is not for the upstream, and not a mistake. */
  @Test
  void theClientsWishGoesBeforeTheConfiguration() {
    ObjectNode body = full().put("logit_bias", "x").put("num_retries", 2).put("drop_params", true);
    body.putArray("allowed_openai_params");
    body.putObject("logit_bias").put("5", 1);

    encoded(body, new Fidelity(false))
        .forEach(
            (name, sent) -> assertThat(sent.toString()).as(name).doesNotContain("drop_params"));
    body.put("drop_params", false);
    assertThatThrownBy(() -> encoded(body, new Fidelity(true)))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("cannot be sent");
  }
}

package io.llmgw.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.DeploymentConfig.Endpoint;
import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Message;
import io.llmgw.model.Role;
import io.llmgw.model.Sampling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AdditionsTest {
  private static Additions with(Map<String, Object> defaults, Map<String, Object> extraBody) {
    return new Additions(new Endpoint(null, null, null, null, Map.of(), extraBody, defaults));
  }

  private static ChatRequest request(Sampling sampling) {
    return new ChatRequest(
        "m",
        List.of(Message.text(Role.USER, "x")),
        List.of(),
        null,
        null,
        null,
        sampling,
        Map.of("user", Json.MAPPER.readTree("\"me\"")));
  }

  @Test
  void fillsInWhatTheClientDoesNotSay() {
    ChatRequest filled =
        with(
                Map.of(
                    "max_tokens",
                    9,
                    "temperature",
                    0.5,
                    "stop",
                    List.of("END"),
                    "reasoning_effort",
                    "low",
                    "seed",
                    7,
                    "num_ctx",
                    4096),
                Map.of())
            .fill(request(Sampling.DEFAULT));

    assertThat(filled.sampling())
        .isEqualTo(new Sampling(9, 0.5, null, null, null, 7L, List.of("END"), "low", null, null));
    assertThat(filled.extras()).containsOnlyKeys("num_ctx", "user");
  }

  @Test
  void theClientsOwnWordsWin() {
    Sampling own = new Sampling(3, 0.1, null, null, null, null, List.of("X"), null, null, null);

    ChatRequest filled =
        with(
                Map.of("max_completion_tokens", 9, "temperature", 0.5, "stop", "END", "user", "u"),
                Map.of())
            .fill(request(own));

    assertThat(filled.sampling()).isEqualTo(own);
    assertThat(filled.extras().get("user").asString()).isEqualTo("me");
  }

  @Test
  void theExtraBodyWinsOverEverything() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("a", 1).put("b", 1);

    with(Map.of(), Map.of("b", 2, "c", List.of(3))).merge(body);

    assertThat(body.toString()).isEqualTo("{\"a\":1,\"b\":2,\"c\":[3]}");
  }
}

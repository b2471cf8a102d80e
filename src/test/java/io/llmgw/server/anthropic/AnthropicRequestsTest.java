package io.llmgw.server.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.llmgw.gateway.GatewayRequest;
import io.llmgw.model.Cancellation;
import io.llmgw.model.Fidelity;
import io.llmgw.provider.Operation;
import io.llmgw.server.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicRequestsTest {
  private static final byte[] BODY =
      "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
          .getBytes(StandardCharsets.UTF_8);

  private final Fidelity fidelity = new Fidelity(false);

  private GatewayRequest request(Map<String, String> headers) {
    return AnthropicRequests.of(
        "id", JsonBody.index(BODY), Operation.CHAT, headers, new Cancellation(), null);
  }

  @Test
  void saysThatFeaturesInTrialAreLostInAnotherProtocol() {
    request(Map.of("anthropic-beta", "some-feature-2026-01-01")).meaning().chat(fidelity);

    assertThat(fidelity.notes())
        .extracting(Fidelity.Note::change, Fidelity.Note::field)
        .containsExactly(tuple(Fidelity.Change.DROPPED, "anthropic-beta"));
  }

  @Test
  void saysNothingOfTheVersion() {
    request(Map.of("anthropic-version", "2023-06-01")).meaning().chat(fidelity);

    assertThat(fidelity.notes()).isEmpty();
  }
}

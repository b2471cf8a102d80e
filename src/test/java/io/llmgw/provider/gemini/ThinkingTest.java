package io.llmgw.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.catalog.GeminiModels;
import io.llmgw.json.Json;
import io.llmgw.model.Fidelity;
import io.llmgw.model.Sampling;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ThinkingTest {
  private final Fidelity fidelity = new Fidelity(true);

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, none, 0",
    "gemini-2.5-flash, low, 1024",
    "gemini-2.5-flash, medium, 8192",
    "gemini-2.5-flash, high, 24576"
  })
  void effortsAreBudgets(String model, String effort, int budget) {
    assertThat(config(model, effort).at("/thinkingConfig/thinkingBudget").asInt())
        .isEqualTo(budget);
    assertThat(fidelity.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gemini-2.5-flash, enormous", "gemini-2.5-pro, enormous"})
  void anUnknownEffortIsLeftOutAndTold(String model, String effort) {
    assertThat(config(model, effort).path("thinkingConfig").has("thinkingBudget")).isFalse();
    assertThat(fidelity.notes())
        .extracting(Fidelity.Note::field)
        .containsExactly("reasoning_effort");
  }

  private ObjectNode config(String model, String effort) {
    ObjectNode config = Json.MAPPER.createObjectNode();
    Sampling sampling =
        new Sampling(null, null, null, null, null, null, List.of(), effort, null, null);
    new Thinking(GeminiModels.load().of(model), fidelity).write(config, sampling, true);
    return config;
  }
}

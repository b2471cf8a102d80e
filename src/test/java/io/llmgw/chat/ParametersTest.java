package io.llmgw.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmgw.model.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  @Test
  void becomesASampling() {
    Sampling sampling =
        Parameters.NONE
            .with("temperature", "0.2")
            .with("max-tokens", "50")
            .with("seed", "7")
            .with("stop", "[\"END\", \"###\"]")
            .with("think", "off")
            .sampling();

    assertThat(sampling.temperature()).isEqualTo(0.2);
    assertThat(sampling.maxTokens()).isEqualTo(50);
    assertThat(sampling.seed()).isEqualTo(7);
    assertThat(sampling.stop()).containsExactly("END", "###");
    assertThat(sampling.effort()).isEqualTo("none");
  }

  @Test
  void takesTokensToThinkWith() {
    Sampling sampling = Parameters.NONE.with("think", "2048").sampling();

    assertThat(sampling.thinkingBudget()).isEqualTo(2048);
    assertThat(sampling.effort()).isNull();
  }

  @Test
  void passesOnWhatItDoesNotKnow() {
    assertThat(Parameters.NONE.with("service_tier", "flex").with("logprobs", "true").extras())
        .hasToString("{service_tier=\"flex\", logprobs=true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temperature=hot",
        "temperature=3",
        "temperature=NaN",
        "max_tokens=0",
        "max_tokens=1.5",
        "think=very",
        "seed=abc",
        "stop=[1]",
        "temprature=1",
        "model=x",
        "=1",
        "temperature",
        "temperature="
      })
  void refusesWhatMakesNoSense(String assignment) {
    assertThatThrownBy(() -> Parameters.NONE.withAssignment(assignment))
        .isInstanceOf(ChatException.class);
  }

  @Test
  void takesBack() {
    assertThat(Parameters.NONE.with("top_p", "0.5").without("top-p").values()).isEmpty();
  }
}

package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "abc,abc,0",
    "abc,acb,1",
    "abc,ab,1",
    "abc,abcd,1",
    "abc,xbc,1",
    "ca,abc,3",
    "'',ab,2"
  })
  void countsTypingMistakes(String left, String right, int mistakes) {
    assertThat(Nearest.distance(left, right)).isEqualTo(mistakes);
    assertThat(Nearest.distance(right, left)).isEqualTo(mistakes);
  }

  @Test
  void findsTheNearestOfThoseThatAreNear() {
    List<String> names = List.of("timeout", "stream_timeout", "num_retries");

    assertThat(Nearest.to("tiemout", names)).contains("timeout");
    assertThat(Nearest.to("num_retry", names)).contains("num_retries");
    assertThat(Nearest.to("frobnicate", names)).isEmpty();
  }

  @Test
  void findsAFewThatResembleAName() {
    List<String> names =
        List.of("openai/gpt-5.4", "openai/gpt-5.5", "openai/gpt-4o", "claude-opus-5", "gpt-5.4");

    assertThat(Nearest.few("GTP-5.4", names))
        .containsExactly("openai/gpt-5.4", "gpt-5.4", "openai/gpt-5.5");
    assertThat(Nearest.few("opus", names)).containsExactly("claude-opus-5");
    assertThat(Nearest.few("frobnicate", names)).isEmpty();
    assertThat(Nearest.few("x".repeat(100_000), names)).isEmpty();
  }
}

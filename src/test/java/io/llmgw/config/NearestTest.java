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
}

package io.llmgw.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "30, 30000",
    "0.5, 500",
    "2.5s, 2500",
    "500ms, 500",
    "5m, 300000",
    "1.5 h, 5400000",
    "1d, 86400000",
    "0, 0"
  })
  void readsTimes(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "1 week", "1m30s", "9999999999", ".5"})
  void refusesTheRest(String text) {
    assertThat(Durations.parse(text)).isNull();
  }
}

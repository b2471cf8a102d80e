package io.llmgw.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-5, gpt-5, true",
    "gpt-5, gpt-5-mini, false",
    "gpt-*, gpt-, true",
    "gpt-*, agpt-5, false",
    "*, anything, true",
    "*/*, a/b, true",
    "*/*, ab, false",
    "openai/*, openai/gpt-5, true",
    "*-mini, gpt-5-mini, true",
    "*-mini, gpt-5-mini-2, false",
    "a*b*c, aXbYbZc, true",
    "a*b*c, aXc, false",
    "a**, a, true"
  })
  void matchesAsWritten(String pattern, String name, boolean matches) {
    assertThat(Wildcards.matches(pattern, name)).isEqualTo(matches);
  }

  @Test
  @Timeout(2)
  void noPatternTakesForEver() {
    assertThat(Wildcards.matches("*a".repeat(200) + "b", "a".repeat(2_000))).isFalse();
  }
}

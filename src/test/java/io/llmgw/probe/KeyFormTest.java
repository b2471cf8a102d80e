package io.llmgw.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFormTest {

  @ParameterizedTest
  @CsvSource({
    "sk-ant-api03-abc, ANTHROPIC",
    "sk-or-v1-abc, OPENROUTER",
    "sk-proj-abcdefghijklmnopqrst, OPENAI",
    "gsk_abc, GROQ",
    "AIzaSyabc, GOOGLE",
    "0123456789abcdef0123456789abcdef, AZURE",
    "eyJhbGciOi.eyJzdWIi.c2ln, TOKEN",
    "'with space', BLANKS",
    "'', NONE",
    "whatever, OTHER",
  })
  void tellsWhoseKeyItIs(String key, KeyForm form) {
    assertThat(KeyForm.of(new Secret(key))).isEqualTo(form);
  }

  @Test
  void noKeyIsNone() {
    assertThat(KeyForm.of(null)).isEqualTo(KeyForm.NONE);
  }
}

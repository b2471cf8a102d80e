package io.llmgw.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.catalog.ClaudeModel.Off;
import io.llmgw.catalog.ClaudeModel.Sampling;
import io.llmgw.catalog.ClaudeModel.Thinking;
import io.llmgw.json.Json;
import java.io.InputStream;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ClaudeModelsTest {
  private final ClaudeModels models = ClaudeModels.load();

  @ParameterizedTest
  @CsvSource({
    "claude-opus-5-5, 128000, FIXED, LOWEST_EFFORT, true, false, false",
    "claude-sonnet-5-5, 128000, FIXED, BETWEEN_TOOLS, true, false, false",
    "claude-opus-5, 128000, FIXED, DISABLED, true, true, false",
    "claude-opus-5-20260724, 128000, FIXED, DISABLED, true, true, false",
    "claude-fable-5, 128000, FIXED, LOWEST_EFFORT, true, true, false",
    "claude-haiku-5-5, 128000, FIXED, DISABLED, true, true, false",
    "claude-opus-4-6, 128000, ONE, DISABLED, true, true, false",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, 64000, ONE, DISABLED, true, true, true",
    "anthropic/claude-sonnet-4.5, 64000, ONE, DISABLED, true, true, true",
    "claude-opus-4-1-20250805, 32000, ONE, DISABLED, true, true, true",
    "claude-sonnet-4@20250514, 64000, FREE, DISABLED, false, true, true",
    "claude-sonnet-4-0, 64000, FREE, DISABLED, false, true, true",
    "Claude-Opus-4-20250514, 32000, FREE, DISABLED, false, true, true",
    "claude-3.7-sonnet, 64000, FREE, DISABLED, false, true, true",
    "claude-3-5-haiku-20241022, 8192, FREE, ABSENT, false, true, true",
    "claude-3-haiku-20240307, 4096, FREE, ABSENT, false, true, true",
    "claude-future-9, 128000, FIXED, DISABLED, true, true, false"
  })
  void knowsWhatAModelTakes(
      String name,
      int output,
      Sampling sampling,
      Off off,
      boolean structured,
      boolean forced,
      boolean prefill) {
    ClaudeModel model = models.of(name);

    assertThat(model.maxOutput()).isEqualTo(output);
    assertThat(model.defaultOutput()).isEqualTo(output);
    assertThat(model.sampling()).isEqualTo(sampling);
    assertThat(model.off()).isEqualTo(off);
    assertThat(model.structuredOutputs()).isEqualTo(structured);
    assertThat(model.forcedTools()).isEqualTo(forced);
    assertThat(model.prefill()).isEqualTo(prefill);
  }

  @Test
  void knowsHowAModelThinks() {
    assertThat(models.of("claude-opus-5").thinking()).containsExactly(Thinking.ADAPTIVE);
    assertThat(models.of("claude-opus-4-6").thinking())
        .containsExactlyInAnyOrder(Thinking.ADAPTIVE, Thinking.BUDGET);
    assertThat(models.of("claude-sonnet-4-5").thinking()).containsExactly(Thinking.BUDGET);
    assertThat(models.of("claude-3-5-sonnet").thinking()).isEmpty();
    assertThat(models.of("claude-opus-4-6").efforts())
        .containsExactly("low", "medium", "high", "max");
  }

  @Test
  void passesEverythingToOtherModels() {
    ClaudeModel other = models.of("kimi-k2");

    assertThat(other.maxOutput()).isNull();
    assertThat(other.defaultOutput()).isEqualTo(4096);
    assertThat(other.sampling()).isEqualTo(Sampling.FREE);
    assertThat(other.prefill()).isTrue();
  }

  @Test
  void saysWhereEveryRowComesFrom() throws Exception {
    try (InputStream in = ClaudeModels.class.getResourceAsStream("claude.json")) {
      assertThat(in).isNotNull();
      for (JsonNode row : Json.MAPPER.readTree(in).path("models")) {
        assertThat(row.path("source").asString("")).isNotBlank();
        assertThat(LocalDate.parse(row.path("date").asString(""))).isAfter("2025-01-01");
      }
    }
  }
}

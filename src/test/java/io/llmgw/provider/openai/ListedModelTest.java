package io.llmgw.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.json.Json;
import io.llmgw.provider.UpstreamModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedModelTest {
  private static @Nullable UpstreamModel read(String entry) {
    return ListedModel.read(Json.MAPPER.readTree(entry));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"m\",\"context_length\":200000,\"pricing\":{\"prompt\":\"0.0000025\",\"completion\":\"0.00001\"}} | 200000 | 2.5 | 10 |",
        "{\"id\":\"m\",\"context_window\":131072}                      | 131072 |  |  |",
        "{\"id\":\"m\",\"max_context_length\":32768,\"deprecation\":\"2026-03-30T12:00:00Z\"} | 32768 |  |  | 2026-03-30",
        "{\"id\":\"m\",\"max_model_len\":4096}                         | 4096   |  |  |",
        "{\"id\":\"m\",\"deprecation\":{\"fine_tune\":1,\"inference\":1767225600}} |  |  |  | 2026-01-01",
        "{\"id\":\"m\",\"pricing\":{\"prompt\":\"0\",\"completion\":\"-1\"}} |  | 0 |  |",
      })
  void readsWhatVendorsSayBeyondTheName(
      String entry,
      @Nullable Integer context,
      @Nullable BigDecimal input,
      @Nullable BigDecimal output,
      @Nullable LocalDate retires) {
    UpstreamModel model = read(entry);

    assertThat(model.id()).isEqualTo("m");
    assertThat(model.contextTokens()).isEqualTo(context);
    assertThat(model.inputUsd()).usingComparator(ListedModelTest::compare).isEqualTo(input);
    assertThat(model.outputUsd()).usingComparator(ListedModelTest::compare).isEqualTo(output);
    assertThat(model.retires()).isEqualTo(retires);
  }

  private static int compare(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null || other == null ? (one == other ? 0 : 1) : one.compareTo(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"m\",\"context_length\":\"many\",\"pricing\":\"free\",\"deprecation\":7}",
        "{\"id\":\"m\",\"context_length\":-1,\"pricing\":{\"prompt\":\"x\"},\"deprecation\":\"soon\"}",
        "{\"id\":\"m\",\"context_length\":99999999999,\"pricing\":{\"prompt\":\"1e999999999\"}}",
        "{\"id\":\"m\",\"pricing\":{\"prompt\":\"1e-999999\"},\"deprecation\":{\"inference\":9223372036854775807}}",
        "{\"id\":\"m\",\"pricing\":null,\"deprecation\":null,\"context_length\":null}",
      })
  void takesNonsenseForNothingSaid(String entry) {
    assertThat(read(entry)).isEqualTo(new UpstreamModel("m", null));
  }

  @Test
  void needsAName() {
    assertThat(read("{\"object\":\"model\"}")).isNull();
    assertThat(read("{\"name\":\"m\"}")).isEqualTo(new UpstreamModel("m", null));
    assertThat(read("\"m\"")).isNull();
  }
}

package io.llmgw.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.model.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final ModelCatalog CATALOG = ModelCatalog.load(null);

  /** Cached and written tokens are parts of the input; thinking is part of the output. */
  @ParameterizedTest
  @CsvSource({
    // plain
    "openai, gpt-4o, 1000000, 0, 0, 0, 0, 2.5",
    "openai, gpt-4o, 0, 1000000, 0, 0, 0, 10",
    // thinking is not paid twice
    "openai, o3, 0, 1000000, 0, 0, 900000, 8",
    // a cache read is not paid twice
    "openai, gpt-4o, 1000000, 0, 1000000, 0, 0, 1.25",
    "anthropic, claude-sonnet-4-5, 100000, 0, 60000, 30000, 0, 0.1605",
    // one token
    "openai, gpt-5-nano, 1, 0, 1, 0, 0, 0.000000005",
    // the whole request is dearer when its prompt is long
    "anthropic, claude-sonnet-4-5, 200000, 1000, 0, 0, 0, 0.615",
    "anthropic, claude-sonnet-4-5, 200001, 1000, 0, 0, 0, 1.222506",
    "openai, gpt-5.4, 272001, 0, 272001, 0, 0, 0.1360005",
    "anthropic, claude-haiku-5-5, 100001, 0, 0, 0, 0, 0.0500005",
    // written tokens without a price of their own are input
    "openai, gpt-4o, 1000000, 0, 0, 1000000, 0, 2.5",
    // more cached than read: what a confused upstream says costs no negative amount
    "openai, gpt-4o, 0, 0, 1000000, 0, 0, 1.25",
    "openai, text-embedding-3-small, 1000000, 0, 0, 0, 0, 0.02",
    "openai, gpt-4o, 0, 0, 0, 0, 0, 0",
  })
  void costsExactly(
      String vendor,
      String model,
      long input,
      long output,
      long cached,
      long written,
      long thinking,
      BigDecimal usd) {
    Usage usage = new Usage(input, output, cached, written, thinking);

    assertThat(CATALOG.find(vendor, model).cost(usage, DAY)).isEqualByComparingTo(usd);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-sonnet-5-5, 2026-10-06, 0.2",
    "anthropic, claude-sonnet-5-5, 2026-10-07, 0.1",
    "gemini, gemini-4-argon, 2026-11-30, 0.1",
    "gemini, gemini-4-argon, 2026-12-01, 0.2",
    "openai, gpt-5.6-luna, 2026-07-29, 0.1",
    "openai, gpt-5.6-luna, 2026-07-30, 0.02",
  })
  void takesThePriceOfTheDay(String vendor, String model, LocalDate day, BigDecimal cached) {
    assertThat(CATALOG.find(vendor, model).price(day).of(Meter.CACHED))
        .isEqualByComparingTo(cached);
  }

  @Test
  void knowsNoCostWithoutThePrice() {
    Price price = Price.of(Map.of(Meter.INPUT, BigDecimal.ONE));

    assertThat(price.cost(Usage.of(10, 0))).isEqualByComparingTo("0.00001");
    assertThat(price.cost(Usage.of(10, 1))).isNull();
    assertThat(CATALOG.find("openai", "whisper-1").cost(Usage.of(1, 1), DAY)).isNull();
  }
}

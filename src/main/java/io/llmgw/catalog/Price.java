package io.llmgw.catalog;

import io.llmgw.model.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tokens of a model cost from one day on, for prompts of one length.
 *
 * @param from first day it holds; {@link LocalDate#MIN} when it has held ever since
 * @param aboveTokens it holds for whole requests whose prompt has more tokens than this; 0 for all
 * @param usdPerMillion US dollars for a million tokens; a kind that is missing is not known
 */
public record Price(LocalDate from, long aboveTokens, Map<Meter, BigDecimal> usdPerMillion) {
  private static final int MILLION = 6;

  public Price {
    usdPerMillion = Map.copyOf(usdPerMillion);
  }

  /** A price of every day and every length of prompt. */
  public static Price of(Map<Meter, BigDecimal> usdPerMillion) {
    return new Price(LocalDate.MIN, 0, usdPerMillion);
  }

  /** US dollars for a million tokens of that kind; null when nobody knows. */
  public @Nullable BigDecimal of(Meter meter) {
    return usdPerMillion.get(meter);
  }

  /**
   * What that usage costs in US dollars, exactly. Cached and cache-written tokens are parts of the
   * input and cost what other input does when they have no price of their own; thinking is part of
   * the output.
   *
   * @return null when a kind of token that was used has no known price
   */
  public @Nullable BigDecimal cost(Usage usage) {
    long plain = usage.inputTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
    BigDecimal sum = BigDecimal.ZERO;
    sum = plus(sum, Math.max(0, plain), of(Meter.INPUT));
    sum = plus(sum, usage.cachedTokens(), orInput(Meter.CACHED));
    sum = plus(sum, usage.cacheWriteTokens(), orInput(Meter.CACHE_WRITE));
    return plus(sum, usage.outputTokens(), of(Meter.OUTPUT));
  }

  private @Nullable BigDecimal orInput(Meter meter) {
    BigDecimal own = of(meter);
    return own == null ? of(Meter.INPUT) : own;
  }

  private static @Nullable BigDecimal plus(
      @Nullable BigDecimal sum, long tokens, @Nullable BigDecimal each) {
    if (tokens == 0 || sum == null) {
      return sum;
    }
    return each == null
        ? null
        : sum.add(each.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION));
  }
}

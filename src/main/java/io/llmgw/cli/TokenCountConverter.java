package io.llmgw.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of tokens such as {@code 128000}, {@code 128k} or {@code 1m}. */
final class TokenCountConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    int shift = lower.endsWith("k") ? 3 : lower.endsWith("m") ? 6 : 0;
    String digits = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
    try {
      if (!digits.matches("\\d{1,9}(?:\\.\\d{1,6})?")) {
        throw new NumberFormatException(text);
      }
      return new BigDecimal(digits).movePointRight(shift).intValueExact();
    } catch (ArithmeticException | NumberFormatException _) {
      throw new TypeConversionException(
          "'%s' is not a number of tokens such as 128000, 128k or 1m".formatted(text));
    }
  }

  /** A count as people write it: {@code 1M}, {@code 1.05M}, {@code 128K}, {@code 8192}. */
  static String shown(int tokens) {
    if (tokens >= 1_000_000) {
      return rounded(tokens, 6) + "M";
    }
    return tokens >= 10_000 ? rounded(tokens, 3) + "K" : Integer.toString(tokens);
  }

  private static String rounded(int tokens, int shift) {
    BigDecimal number = BigDecimal.valueOf(tokens).movePointLeft(shift);
    BigDecimal shown = number.setScale(shift == 6 ? 2 : 0, RoundingMode.HALF_UP);
    return shown.stripTrailingZeros().toPlainString();
  }
}

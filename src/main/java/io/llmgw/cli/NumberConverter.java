package io.llmgw.cli;

import java.math.BigDecimal;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a number; says what is not one in words for people.
 *
 * @param name what is expected, such as {@code a whole number}
 * @param parser throws {@link NumberFormatException}
 */
record NumberConverter<N extends Number>(String name, Function<String, N> parser)
    implements ITypeConverter<N> {
  static final NumberConverter<Integer> WHOLE =
      new NumberConverter<>("a whole number, or too large", Integer::valueOf);
  static final NumberConverter<Double> DECIMAL = new NumberConverter<>("a number", Double::valueOf);
  static final NumberConverter<BigDecimal> AMOUNT =
      new NumberConverter<>("an amount such as 2 or 0.50", NumberConverter::amount);

  @Override
  public N convert(String text) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not %s".formatted(text, name));
    }
  }

  /** Without exponents, which make numbers nobody can print. */
  private static BigDecimal amount(String text) {
    if (!text.matches("\\d{1,12}(?:\\.\\d{1,12})?")) {
      throw new NumberFormatException(text);
    }
    return new BigDecimal(text);
  }
}

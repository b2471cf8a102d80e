package io.llmgw.cli;

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

  @Override
  public N convert(String text) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not %s".formatted(text, name));
    }
  }
}

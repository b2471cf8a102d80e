package io.llmgw.config;

import io.llmgw.config.ConfigNode.Entry;
import io.llmgw.config.ConfigNode.Mapping;
import io.llmgw.config.ConfigNode.Scalar;
import io.llmgw.config.ConfigNode.Sequence;
import java.util.regex.Pattern;

/**
 * Puts variables in the place of {@code os.environ/NAME}, which must be a whole value. One that is
 * not set leaves a value without content, so that whoever needs the value can say so.
 */
final class VariableReferences {
  private static final String PREFIX = "os.environ/";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final Environment environment;
  private final Problems problems;

  VariableReferences(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  ConfigNode resolve(ConfigNode node) {
    return switch (node) {
      case Scalar scalar -> resolve(scalar);
      case Sequence sequence ->
          new Sequence(sequence.items().stream().map(this::resolve).toList(), sequence.position());
      case Mapping mapping -> resolve(mapping);
    };
  }

  Mapping resolve(Mapping mapping) {
    return new Mapping(
        mapping.entries().stream()
            .map(entry -> new Entry(entry.key(), entry.keyPosition(), resolve(entry.value())))
            .toList(),
        mapping.position());
  }

  private Scalar resolve(Scalar scalar) {
    if (!scalar.text().startsWith(PREFIX)) {
      return scalar;
    }
    String name = scalar.text().substring(PREFIX.length()).strip();
    if (!NAME.matcher(name).matches()) {
      problems.error(
          "`%s` is not a variable's name".formatted(name),
          "`os.environ/NAME` must be the whole value",
          scalar.position());
      return scalar;
    }
    String value = environment.text(name);
    return new Scalar(value == null ? "" : value, value, name, scalar.position());
  }
}

package io.llmgw.config;

import io.llmgw.config.ConfigNode.Scalar;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An environment with variables added by files: those of {@code environment_variables} over the
 * real ones, as LiteLLM exports them, and those of a {@code .env} file under the real ones.
 */
final class LayeredEnvironment extends WrappedEnvironment {
  private final Map<String, Scalar> over;
  private final Map<String, Scalar> under;

  LayeredEnvironment(Environment real, Map<String, Scalar> over, Map<String, Scalar> under) {
    super(real);
    this.over = Map.copyOf(over);
    this.under = Map.copyOf(under);
  }

  LayeredEnvironment over(Map<String, Scalar> variables) {
    Map<String, Scalar> all = new HashMap<>(over);
    all.putAll(variables);
    return new LayeredEnvironment(real, all, under);
  }

  /** The variable as a value that knows where it was set; null when it is not set or blank. */
  @Nullable Scalar scalar(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    Scalar written = over.get(name);
    if (written == null && real.variable(name) == null) {
      written = under.get(name);
    }
    Position position = written == null ? Position.of(Source.variable(name)) : written.position();
    return new Scalar(text, text, name, position);
  }

  @Override
  public @Nullable String variable(String name) {
    Scalar first = over.get(name);
    if (first != null) {
      return first.text();
    }
    String value = real.variable(name);
    Scalar last = under.get(name);
    return value != null || last == null ? value : last.text();
  }
}

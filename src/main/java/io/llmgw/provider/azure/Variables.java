package io.llmgw.provider.azure;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment, where a blank value counts as none. */
record Variables(Function<String, @Nullable String> lookup) {

  @Nullable String text(String name) {
    String value = lookup.apply(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}

package io.llmgw.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the surroundings of the process say. Everything that depends on them takes one of these, so
 * that a test, or a program that embeds the gateway, decides what is seen. Implementations are
 * immutable and thread-safe.
 */
public interface Environment {

  /** The variable's value as it was set, possibly blank; null when it is not set. */
  @Nullable String variable(String name);

  /** Where relative paths start; absolute. */
  Path workingDirectory();

  /** The user's home directory; absolute. */
  Path home();

  /** Whether Windows' places for configuration apply. */
  default boolean windows() {
    return false;
  }

  /** The value without surrounding white space; null when the variable is not set or blank. */
  default @Nullable String text(String name) {
    String value = variable(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The environment of this process. */
  static Environment process() {
    return ProcessEnvironment.INSTANCE;
  }

  /** An environment of exactly these variables. */
  static Environment of(Map<String, String> variables, Path workingDirectory, Path home) {
    Map<String, String> copy = Map.copyOf(variables);
    return new Environment() {
      @Override
      public @Nullable String variable(String name) {
        return copy.get(name);
      }

      @Override
      public Path workingDirectory() {
        return workingDirectory;
      }

      @Override
      public Path home() {
        return home;
      }
    };
  }
}

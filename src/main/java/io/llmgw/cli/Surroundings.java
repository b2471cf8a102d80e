package io.llmgw.cli;

import io.llmgw.config.ProcessEnvironment;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds when it starts, handed in so that tests can choose it.
 *
 * @param home the user's home folder
 * @param in the standard input; the process owns it
 */
record Surroundings(Map<String, String> variables, Path home, Tty tty, InputStream in) {
  Surroundings {
    variables = Map.copyOf(variables);
  }

  static Surroundings ofProcess() {
    return new Surroundings(
        ProcessEnvironment.variables(),
        Path.of(System.getProperty("user.home", "")),
        Tty.of(System.getProperty("llmgw.tty")),
        System.in);
  }

  /** The variable's value; null when it is unset or empty. */
  @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}

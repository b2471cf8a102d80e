package io.llmgw.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Tells every reason at once; the message is their rendered text.
 */
public final class ConfigException extends RuntimeException {
  private final transient List<Problem> problems;

  /**
   * @param problems what was found, warnings included; at least one error
   */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::render).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}

package io.llmgw.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something settings are read from: a file with its lines, a variable, or a flag. */
final class Source {
  private final String name;
  private final List<String> lines;

  private Source(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * A file whose text may be quoted in messages.
   *
   * @param name as people know it: relative to the working directory where that is shorter
   */
  static Source file(String name, String text) {
    return new Source(name, text.lines().toList());
  }

  /** A file that is never quoted, because every line of it may be a secret. */
  static Source secretFile(String name) {
    return new Source(name, List.of());
  }

  static Source variable(String name) {
    return new Source("$" + name, List.of());
  }

  static Source flag(String name) {
    return new Source(name, List.of());
  }

  String name() {
    return name;
  }

  /** The line of this number, counted from 1. */
  @Nullable String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : null;
  }
}

package io.llmgw.config;

import io.llmgw.config.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Collects what one load finds, so that all of it can be told at once. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private final boolean strict;

  /**
   * @param strict keys that would be ignored are errors
   */
  Problems(boolean strict) {
    this.strict = strict;
  }

  void error(String message, @Nullable String hint, @Nullable Position position) {
    found.add(new Problem(Severity.ERROR, message, hint, position));
  }

  void warning(String message, @Nullable String hint, @Nullable Position position) {
    found.add(new Problem(Severity.WARNING, message, hint, position));
  }

  void note(String message, @Nullable String hint, @Nullable Position position) {
    found.add(new Problem(Severity.NOTE, message, hint, position));
  }

  /** A setting that has no effect: a warning, and an error when strict. */
  void ignored(String message, @Nullable String hint, @Nullable Position position) {
    found.add(new Problem(strict ? Severity.ERROR : Severity.WARNING, message, hint, position));
  }

  boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** The warnings and notes of a load that worked. */
  List<Problem> orThrow() {
    if (found.isEmpty()) {
      return List.of();
    }
    if (hasErrors()) {
      throw new ConfigException(sorted());
    }
    return sorted();
  }

  /** In the order of the file; what stands nowhere comes last. */
  private List<Problem> sorted() {
    return found.stream()
        .sorted(
            Comparator.comparing(Problems::source)
                .thenComparingInt(problem -> number(problem.position(), Position::line))
                .thenComparingInt(problem -> number(problem.position(), Position::column)))
        .toList();
  }

  private static String source(Problem problem) {
    return problem.position() == null ? "\uffff" : problem.position().source();
  }

  private static int number(@Nullable Position position, ToIntFunction<Position> part) {
    return position == null ? 0 : part.applyAsInt(position);
  }
}

package io.llmgw.probe;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One row of a decision tree: what must have been seen, and what that means. */
record Row(Predicate<Observation> when, Function<Observation, Diagnosis> then) {

  static Row when(Predicate<Observation> when, Function<Observation, Diagnosis> then) {
    return new Row(when, then);
  }

  /** What the first row that fits says; null when none does. */
  static @Nullable Diagnosis first(List<Row> rows, Observation seen) {
    for (Row row : rows) {
      if (row.when.test(seen)) {
        return row.then.apply(seen);
      }
    }
    return null;
  }
}

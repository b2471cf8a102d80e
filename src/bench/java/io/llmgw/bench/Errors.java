package io.llmgw.bench;

import java.util.Map;
import java.util.TreeMap;

/** What went wrong and how often. Not thread-safe. */
final class Errors {
  private final Map<String, Integer> counts = new TreeMap<>();
  private int total;

  void add(String reason) {
    add(reason, 1);
  }

  void add(Exception failure) {
    String message = failure.getMessage();
    add(message == null ? failure.getClass().getSimpleName() : message);
  }

  void addAll(Errors others) {
    others.counts.forEach(this::add);
  }

  private void add(String reason, int count) {
    counts.merge(reason, count, Integer::sum);
    total += count;
  }

  int total() {
    return total;
  }

  /** Reason by reason with its count. */
  Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }
}

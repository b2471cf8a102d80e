package io.llmgw.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything a run has measured, round by round. Not thread-safe. */
final class Measurements {
  /** The value of something that was waited for and did not happen. */
  static final double NEVER = Double.POSITIVE_INFINITY;

  private record Measured(Map<Metric, List<Double>> values, Errors errors) {}

  private final Map<String, Measured> measured = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  void addTarget(String target) {
    measured.put(target, new Measured(new EnumMap<>(Metric.class), new Errors()));
  }

  List<String> targets() {
    return List.copyOf(measured.keySet());
  }

  void add(String target, Metric metric, double value) {
    of(target).values().computeIfAbsent(metric, _ -> new ArrayList<>()).add(value);
  }

  Errors errors(String target) {
    return of(target).errors();
  }

  boolean hasErrors() {
    return measured.values().stream().anyMatch(each -> each.errors().total() > 0);
  }

  void note(String note) {
    notes.add(note);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** True when {@code metric} was measured for any target. */
  boolean has(Metric metric) {
    return measured.values().stream().anyMatch(each -> each.values().containsKey(metric));
  }

  /** The median over the rounds; NaN when it was not measured. */
  double median(String target, Metric metric) {
    return median(rounds(target, metric));
  }

  /** The median over the rounds of the difference to the direct call of the same round. */
  double medianAdded(String target, String direct, Metric metric) {
    List<Double> own = rounds(target, metric);
    List<Double> base = rounds(direct, metric);
    List<Double> differences = new ArrayList<>();
    for (int round = 0; round < Math.min(own.size(), base.size()); round++) {
      differences.add(own.get(round) - base.get(round));
    }
    return median(differences);
  }

  private List<Double> rounds(String target, Metric metric) {
    return of(target).values().getOrDefault(metric, List.of());
  }

  private Measured of(String target) {
    Measured found = measured.get(target);
    if (found == null) {
      throw new IllegalArgumentException("not a target of this run: " + target);
    }
    return found;
  }

  private static double median(List<Double> list) {
    if (list.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = list.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

package io.llmgw.bench;

import java.time.Duration;

/** One kind of step of a round, and the rows it fills. */
enum Workload {
  JSON_1("json", 1, 0),
  JSON_32("json", 32, 0),
  JSON_256("json", 256, 0),
  FIRST_TOKEN("stream 5x2", 1, 0),
  FULL_SPEED("stream 1000x0", 32, 0),
  // A stream takes a second: without the spread all of them would start at once, again and again.
  PACED("stream 50x20", 256, 1_000);

  private static final Duration RAMP = Duration.ofMillis(300);

  private final String script;
  private final int connections;
  private final int spreadMillis;

  Workload(String script, int connections, int spreadMillis) {
    this.script = script;
    this.connections = connections;
    this.spreadMillis = spreadMillis;
  }

  LoadStep step(Endpoint endpoint, Duration measured) {
    Duration spread = Duration.ofMillis(spreadMillis);
    return new LoadStep(endpoint, Script.parse(script), connections, spread, RAMP, measured);
  }

  void record(String target, StepResult result, Measurements into) {
    switch (this) {
      case JSON_1 -> {
        into.add(target, Metric.RATE_1, result.answersPerSecond());
        into.add(target, Metric.CPU_1, result.cpuMicrosPerAnswer());
        into.add(target, Metric.P50_1, result.latency().percentileMicros(0.5));
        into.add(target, Metric.P99_1, result.latency().percentileMicros(0.99));
      }
      case JSON_32 -> {
        into.add(target, Metric.RATE_32, result.answersPerSecond());
        into.add(target, Metric.CPU_32, result.cpuMicrosPerAnswer());
        into.add(target, Metric.P50_32, result.latency().percentileMicros(0.5));
        into.add(target, Metric.P99_32, result.latency().percentileMicros(0.99));
      }
      case JSON_256 -> {
        into.add(target, Metric.RATE_256, result.answersPerSecond());
        into.add(target, Metric.CPU_256, result.cpuMicrosPerAnswer());
      }
      case FIRST_TOKEN ->
          into.add(target, Metric.FIRST_TOKEN, result.firstEvent().percentileMicros(0.5));
      case FULL_SPEED -> {
        into.add(target, Metric.EVENTS, result.eventsPerSecond());
        into.add(target, Metric.CPU_EVENT, result.cpuMicrosPerEvent());
      }
      case PACED -> {
        into.add(target, Metric.FIRST_TOKEN_PACED, result.firstEvent().percentileMicros(0.5));
        into.add(target, Metric.CPU_EVENT_PACED, result.cpuMicrosPerEvent());
      }
    }
  }

  /** What the step shows while the run goes on. */
  String summary(StepResult result) {
    String rate =
        result.events() > 0
            ? "%,.0f events/s".formatted(result.eventsPerSecond())
            : "%,.0f requests/s".formatted(result.answersPerSecond());
    String cpu =
        Double.isNaN(result.cpuSeconds())
            ? ""
            : ", CPU %.0f %%".formatted(100 * result.cpuSeconds() / result.seconds());
    String wrong = result.errors().total() == 0 ? "" : ", ERRORS " + result.errors().counts();
    return rate + cpu + wrong;
  }
}

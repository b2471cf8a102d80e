package io.llmgw.bench;

/**
 * What one step measured in its window: answers that were complete and right, content events, the
 * length of the window, and the processor time the target used in it (NaN when not known).
 */
record StepResult(
    long answers,
    long events,
    double seconds,
    double cpuSeconds,
    LatencyHistogram latency,
    LatencyHistogram firstEvent,
    Errors errors) {

  double answersPerSecond() {
    return answers / seconds;
  }

  double eventsPerSecond() {
    return events / seconds;
  }

  double cpuMicrosPerAnswer() {
    return answers == 0 ? Double.NaN : cpuSeconds * 1e6 / answers;
  }

  double cpuMicrosPerEvent() {
    return events == 0 ? Double.NaN : cpuSeconds * 1e6 / events;
  }
}

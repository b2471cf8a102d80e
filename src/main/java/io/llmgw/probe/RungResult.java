package io.llmgw.probe;

import java.time.Duration;

/**
 * How one check went.
 *
 * @param note in few words what was seen, or why the check was left out; empty for nothing
 */
public record RungResult(Rung rung, Outcome outcome, Duration took, String note) {

  private static final String STOPPED = "stopped";

  /** Whether a check held. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** A check that was called off before it ended. */
  static RungResult stopped(Rung rung, Duration took) {
    return new RungResult(rung, Outcome.SKIPPED, took, STOPPED);
  }

  boolean isStopped() {
    return outcome == Outcome.SKIPPED && note.equals(STOPPED);
  }

  static RungResult skipped(Rung rung, String why) {
    return new RungResult(rung, Outcome.SKIPPED, Duration.ZERO, why);
  }
}

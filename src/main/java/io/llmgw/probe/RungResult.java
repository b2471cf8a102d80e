package io.llmgw.probe;

import java.time.Duration;

/**
 * How one check went.
 *
 * @param note in few words what was seen, or why the check was left out; empty for nothing
 */
public record RungResult(Rung rung, Outcome outcome, Duration took, String note) {

  /** Whether a check held. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  static RungResult skipped(Rung rung, String why) {
    return new RungResult(rung, Outcome.SKIPPED, Duration.ZERO, why);
  }
}

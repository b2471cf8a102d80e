package io.llmgw.bench;

import java.io.IOException;

/** Tells the processor time a target has used since it started. */
@FunctionalInterface
interface CpuMeter {
  /** For a target without a process of its own. */
  CpuMeter UNKNOWN = () -> Double.NaN;

  /** User and system time in seconds. */
  double seconds() throws IOException;
}

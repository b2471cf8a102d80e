package io.llmgw.bench;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A target that answers. {@code startMillis} is the time from the start of its process to the first
 * good health check (NaN when it was not started here). Closing it stops a process started here.
 */
record Running(
    String name,
    Endpoint endpoint,
    @Nullable Long pid,
    @Nullable Process process,
    double startMillis)
    implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 3;

  CpuMeter cpu() {
    ProcessMeter meter = meter();
    return meter == null ? CpuMeter.UNKNOWN : meter;
  }

  /** Null when the target has no process of its own, or one that is not known. */
  @Nullable ProcessMeter meter() {
    return pid == null ? null : ProcessMeter.of(pid);
  }

  @Override
  public void close() {
    if (process != null) {
      stop(process);
    }
  }

  /** Asks the process to end, and makes it end with all it started when it does not. */
  static void stop(Process process) {
    var descendants = process.descendants().toList();
    process.destroy();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}

package io.llmgw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out how much of the machine went to processes that are no part of the benchmark. */
record OtherWork(ProcessMeter own, double ownBefore, Machine before) {

  /** Busy and all time of all cores, in clock ticks. */
  private record Machine(long busy, long all) {
    static Machine now() throws IOException {
      try (var lines = Files.lines(Path.of("/proc/stat"))) {
        String[] ticks = lines.findFirst().orElseThrow().split("\\s+", -1);
        long all = 0;
        // user nice system idle iowait irq softirq steal; the guest fields after them are in user.
        for (int at = 1; at <= 8; at++) {
          all += Long.parseLong(ticks[at]);
        }
        long idle = Long.parseLong(ticks[4]) + Long.parseLong(ticks[5]);
        return new Machine(all - idle, all);
      }
    }
  }

  /** Starts to count; every process of the benchmark must run by now and go on running. */
  static OtherWork since() throws IOException {
    ProcessMeter own = ProcessMeter.of(ProcessHandle.current().pid());
    return new OtherWork(own, own.seconds(), Machine.now());
  }

  /** The share of the machine, 0 to 1. */
  double share() throws IOException {
    Machine now = Machine.now();
    double ownTicks = (own.seconds() - ownBefore) * ProcessMeter.TICKS_PER_SECOND;
    double others = now.busy() - before.busy() - ownTicks;
    return Math.max(0, others / (now.all() - before.all()));
  }
}

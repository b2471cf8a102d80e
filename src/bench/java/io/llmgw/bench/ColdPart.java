package io.llmgw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The measurements that want a fresh process: time to the first good health check, memory after
 * that, memory with idle streams, and how soon the upstream hears that a client has left.
 */
final class ColdPart {
  private static final int STARTS = 3;
  private static final int CANCELLED = 20;
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(2);
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final int SPARE_FILES = 300;

  private final Launcher launcher;
  private final Running upstream;
  private final UpstreamControl control;
  private final Measurements measurements;

  ColdPart(Launcher launcher, Running upstream, Measurements measurements) {
    this.launcher = launcher;
    this.upstream = upstream;
    this.measurements = measurements;
    control = new UpstreamControl(upstream.endpoint().address());
  }

  void measure(Subject subject) throws IOException {
    if (subject instanceof Subject.Direct) {
      measureCancel(upstream.name(), upstream.endpoint());
      return;
    }
    for (int start = 1; start < STARTS && !(subject instanceof Subject.External); start++) {
      try (Running target = launcher.start(subject, upstream)) {
        measurements.add(target.name(), Metric.START, target.startMillis());
      }
    }
    try (Running target = launcher.start(subject, upstream)) {
      measurements.add(target.name(), Metric.START, target.startMillis());
      measureMemory(target, Metric.RSS, Metric.PSS);
      measureStreams(target);
      measureCancel(target.name(), target.endpoint());
    }
  }

  private void measureStreams(Running target) throws IOException {
    try (HeldStreams streams = new HeldStreams(target.endpoint())) {
      if (areFilesEnough(1_000)) {
        streams.growTo(1_000);
        measureMemory(target, Metric.RSS_1000, Metric.PSS_1000);
      }
      if (areFilesEnough(5_000)) {
        streams.growTo(5_000);
        measureMemory(target, Metric.RSS_5000, Metric.PSS_5000);
      }
      control.releaseAll();
      streams.awaitEnd();
    } catch (IOException failure) {
      measurements.errors(target.name()).add("idle streams: " + failure.getMessage());
      control.releaseAll();
    }
  }

  private void measureMemory(Running target, Metric rss, Metric pss) throws IOException {
    Bench.sleep(SETTLE);
    ProcessMeter meter = target.meter();
    if (meter != null) {
      ProcessMeter.Memory memory = meter.memory();
      measurements.add(target.name(), rss, memory.rss());
      measurements.add(target.name(), pss, memory.pss());
    }
  }

  /** Clients leave while the upstream is silent: only reading on the client's side can notice. */
  private void measureCancel(String name, Endpoint endpoint) throws IOException {
    long before = control.stats().cancelled();
    try (HeldStreams streams = new HeldStreams(endpoint)) {
      streams.growTo(CANCELLED);
    } catch (IOException failure) {
      measurements.errors(name).add("streams to cancel: " + failure.getMessage());
      control.releaseAll();
      return;
    }
    long from = System.nanoTime();
    double millis = Measurements.NEVER;
    while (System.nanoTime() - from < CANCEL_PATIENCE.toNanos()) {
      if (control.stats().cancelled() >= before + CANCELLED) {
        millis = (System.nanoTime() - from) / 1e6;
        break;
      }
      Bench.sleep(Duration.ofMillis(1));
    }
    measurements.add(name, Metric.CANCEL, millis);
    control.releaseAll();
  }

  /**
   * A proxy needs two sockets for each stream; the limit of this process is that of its children.
   */
  private boolean areFilesEnough(int streams) throws IOException {
    long allowed = openFilesAllowed();
    long needed = 2L * streams + SPARE_FILES;
    if (allowed >= needed) {
      return true;
    }
    measurements.note(
        "%,d idle streams left out: they need %,d open files in one process, %,d are allowed"
                .formatted(streams, needed, allowed)
            + " (raise it with ulimit -n)");
    return false;
  }

  private static long openFilesAllowed() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.split("\\s+", -1)[3])
        .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/self/limits has no line on open files"));
  }
}

package io.llmgw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Reads a process and its descendants in {@code /proc}: a launcher script that stays around, or a
 * gateway with workers, counts as a whole. The descendants are looked up once.
 */
final class ProcessMeter implements CpuMeter {
  // USER_HZ is 100 on every Linux port that runs a JVM (proc(5), "clock ticks").
  static final double TICKS_PER_SECOND = 100;
  private static final double KIB_PER_MB = 1_000_000 / 1024.0;

  private final List<Path> folders;

  private ProcessMeter(List<Path> folders) {
    this.folders = folders;
  }

  static ProcessMeter of(long pid) {
    LongStream tree =
        LongStream.concat(
            LongStream.of(pid),
            ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid));
    return new ProcessMeter(tree.mapToObj(id -> Path.of("/proc", Long.toString(id))).toList());
  }

  @Override
  public double seconds() throws IOException {
    long ticks = 0;
    for (Path folder : folders) {
      String stat = Files.readString(folder.resolve("stat"));
      // The second field is the name in brackets, which may hold blanks: count from its end.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Memory in MB (10^6 bytes). */
  record Memory(double rss, double pss) {}

  Memory memory() throws IOException {
    double rss = 0;
    double pss = 0;
    for (Path folder : folders) {
      for (String line : Files.readAllLines(folder.resolve("smaps_rollup"))) {
        if (line.startsWith("Rss:")) {
          rss += kib(line);
        } else if (line.startsWith("Pss:")) {
          pss += kib(line);
        }
      }
    }
    return new Memory(rss / KIB_PER_MB, pss / KIB_PER_MB);
  }

  private static double kib(String line) {
    return Double.parseDouble(line.replaceAll("[^0-9]", ""));
  }
}

package io.llmgw.cli;

import io.llmgw.probe.RungResult;
import io.llmgw.probe.Target;
import io.llmgw.probe.TargetReport;
import io.llmgw.probe.TestRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line for each target, rewritten in place as checks end; what is wrong is told below once all
 * are done. For a terminal. Thread-safe.
 */
final class LiveTable implements TestRun.Listener, AutoCloseable {
  /** More lines than that would scroll out of reach of the cursor. */
  static final int MOST = 20;

  private static final String ESC = "\u001b[";

  private final PrintWriter out;
  private final TestLines lines;
  private final int width;
  private final Map<Target, String> rows = new LinkedHashMap<>();
  private final List<TargetReport> reports = new ArrayList<>();
  private boolean drawn;

  LiveTable(PrintWriter out, List<Target> targets, TestLines lines, int width) {
    this.out = out;
    this.lines = lines;
    this.width = width;
    targets.forEach(target -> rows.put(target, "· " + TestLines.clean(target.name())));
    draw();
  }

  @Override
  public synchronized void result(Target target, RungResult result) {
    rows.put(target, "· " + TestLines.clean(target.name()) + "  " + result.rung().next() + " …");
    draw();
  }

  @Override
  public synchronized void finished(TargetReport report) {
    rows.put(report.target(), lines.head(report));
    reports.add(report);
    draw();
  }

  private void draw() {
    StringBuilder text = new StringBuilder();
    if (drawn) {
      text.append(ESC).append(rows.size()).append('A');
    }
    rows.values().forEach(row -> text.append('\r').append(fitting(row)).append(ESC).append("K\n"));
    drawn = true;
    out.print(text);
    out.flush();
  }

  /** Cut so that it stays one line of the terminal; what colours it takes no room. */
  private String fitting(String row) {
    StringBuilder kept = new StringBuilder();
    int columns = 0;
    for (int i = 0; i < row.length(); i++) {
      if (row.startsWith(ESC, i)) {
        int end = row.indexOf('m', i);
        kept.append(row, i, end + 1);
        i = end;
      } else if (columns < width - 1) {
        columns++;
        kept.append(row.charAt(i));
      }
    }
    return kept.toString();
  }

  /** Tells in full what the lines of the table had no room for. */
  @Override
  public synchronized void close() {
    for (TargetReport report : reports) {
      List<String> all = lines.of(report);
      boolean cut = !fitting(all.getFirst()).equals(all.getFirst());
      if (all.size() > 1) {
        out.println();
        all.forEach(out::println);
      } else if (cut) {
        out.println(all.getFirst());
      }
    }
    out.flush();
  }
}

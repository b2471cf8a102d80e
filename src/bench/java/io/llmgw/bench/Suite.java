package io.llmgw.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One whole run: the cold part of every target, then all targets side by side, round by round. */
final class Suite {
  private static final int MAX_WARM_UP = 30;

  private final Options options;
  private final PrintStream progress;
  private final Measurements measurements = new Measurements();

  Suite(Options options, PrintStream progress) {
    this.options = options;
    this.progress = progress;
  }

  Measurements run() throws IOException {
    try (Launcher launcher = new Launcher(options);
        Running upstream = launcher.startUpstream()) {
      List<Subject> subjects = available(launcher);
      subjects.forEach(subject -> measurements.addTarget(subject.name()));
      warm(upstream);
      if (options.memory()) {
        measureCold(new ColdPart(launcher, upstream, measurements), subjects);
      }
      measureWarm(startAll(launcher, upstream, subjects));
    }
    return measurements;
  }

  private List<Subject> available(Launcher launcher) {
    List<Subject> subjects = new ArrayList<>();
    for (Subject subject : options.subjects()) {
      if (subject instanceof Subject.Llmgw && !Files.isExecutable(launcher.llmgw())) {
        measurements.note(
            "llmgw left out: "
                + launcher.llmgw()
                + " is not built (mvn -q -DskipTests package builds it)");
      } else {
        subjects.add(subject);
      }
    }
    return subjects;
  }

  private void measureCold(ColdPart part, List<Subject> subjects) {
    for (Subject subject : subjects) {
      progress.println("start, memory and idle streams: " + subject.name());
      try {
        part.measure(subject);
      } catch (IOException failure) {
        measurements.errors(subject.name()).add("cold part: " + failure.getMessage());
      }
    }
  }

  private List<Running> startAll(Launcher launcher, Running upstream, List<Subject> subjects)
      throws IOException {
    List<Running> targets = new ArrayList<>();
    for (Subject subject : subjects) {
      try {
        Running target = launcher.start(subject, upstream);
        if (subject instanceof Subject.Direct || warm(target)) {
          targets.add(target);
        }
      } catch (IOException failure) {
        measurements.errors(subject.name()).add(failure);
      }
    }
    return targets;
  }

  /**
   * Goes by answers and not by time, so that the compiler of a Java target has done its work on a
   * busy machine too. False when the target gives no right answer and need not be measured.
   */
  private boolean warm(Running target) throws IOException {
    progress.println("warm up: " + target.name());
    long answers = 0;
    for (int second = 0; second < MAX_WARM_UP && answers < options.warmUpAnswers(); second++) {
      long before = answers;
      answers += warm(target, Workload.JSON_32).answers();
      if (answers == before) {
        return false;
      }
    }
    return warm(target, Workload.FULL_SPEED).events() > 0
        && warm(target, Workload.PACED).events() > 0;
  }

  private StepResult warm(Running target, Workload workload) throws IOException {
    StepResult result = step(target, workload, Duration.ofSeconds(1));
    measurements.errors(target.name()).addAll(result.errors());
    return result;
  }

  private void measureWarm(List<Running> targets) throws IOException {
    OtherWork others = OtherWork.since();
    List<Running> order = new ArrayList<>(targets);
    for (int round = 1; round <= options.rounds(); round++) {
      for (Workload workload : Workload.values()) {
        for (Running target : order) {
          StepResult result = step(target, workload, options.step());
          workload.record(target.name(), result, measurements);
          measurements.errors(target.name()).addAll(result.errors());
          progress.printf(
              "round %d/%d  %-11s  %-12s %s%n",
              round, options.rounds(), workload, target.name(), workload.summary(result));
        }
      }
      // Who comes after whom changes, so that no target always has the same neighbour before it.
      Collections.rotate(order, 1);
    }
    for (Running target : targets) {
      ProcessMeter meter = target.meter();
      if (meter != null) {
        measurements.add(target.name(), Metric.RSS_LOADED, meter.memory().rss());
      }
    }
    measurements.note(
        "other processes used %.0f %% of the machine while this was measured"
            .formatted(100 * others.share()));
  }

  private static StepResult step(Running target, Workload workload, Duration duration)
      throws IOException {
    return LoadLoop.run(workload.step(target.endpoint(), duration), target.cpu());
  }
}

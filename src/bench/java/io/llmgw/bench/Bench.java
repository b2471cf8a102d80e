package io.llmgw.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The entry point: a run of the suite, or one of the processes a run starts. */
public final class Bench {
  static final String UPSTREAM = "upstream";
  static final String RAW_PROXY = "raw-proxy";
  static final String NULL_PROXY = "null-proxy";

  private static final Duration LIMIT = Duration.ofMinutes(60);
  private static final int COMMAND_ROUNDS = 20;

  private Bench() {}

  /** Exit codes: 0 measured, 1 measured with errors or not at all, 2 usage. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case UPSTREAM -> {
        endWithInput();
        new ScriptedUpstream().serve(port(arguments, 1));
      }
      case RAW_PROXY -> {
        endWithInput();
        new RawProxy(port(arguments, 2)).serve(port(arguments, 1));
      }
      case NULL_PROXY -> {
        endWithInput();
        new NullProxy(port(arguments, 2)).serve(port(arguments, 1));
      }
      case "cli" -> System.exit(commandLine(List.of(arguments)));
      case "-h", "--help" -> System.out.println(Options.USAGE);
      default -> System.exit(measure(List.of(arguments)));
    }
  }

  private static int commandLine(List<String> arguments) throws Exception {
    Path distribution = Path.of(arguments.size() > 1 ? arguments.get(1) : "target/llmgw");
    if (arguments.size() > 2 || !Files.isExecutable(distribution.resolve("bin/llmgw"))) {
      System.err.println("bench: cli takes the folder where llmgw is built");
      System.err.println(Options.USAGE);
      return 2;
    }
    endAfter(LIMIT);
    return new CommandLine(distribution, COMMAND_ROUNDS, System.out).measure() ? 0 : 1;
  }

  private static int measure(List<String> arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException failure) {
      System.err.println("bench: " + failure.getMessage());
      System.err.println(Options.USAGE);
      return 2;
    }
    endAfter(LIMIT);
    String machine = machine(options);
    try {
      Measurements measurements = new Suite(options, System.err).run();
      System.out.println(machine);
      System.out.println();
      new Report(measurements, options.markdown()).print(System.out);
      return measurements.hasErrors() ? 1 : 0;
    } catch (IOException failure) {
      System.err.println("bench: " + failure.getMessage());
      return 1;
    }
  }

  private static String machine(Options options) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return ("%d cores, %s %s, Java %s, load before the run %.1f; "
            + "median of %d rounds of %d s; proxies with %s")
        .formatted(
            system.getAvailableProcessors(),
            system.getName(),
            system.getVersion(),
            Runtime.version(),
            system.getSystemLoadAverage(),
            options.rounds(),
            options.step().toSeconds(),
            String.join(" ", options.jvmFlags()));
  }

  private static int port(String[] arguments, int at) {
    if (arguments.length <= at || !arguments[at].matches("[0-9]{1,5}")) {
      System.err.println("bench: " + arguments[0] + " wants a port as argument " + at);
      System.exit(2);
    }
    return Integer.parseInt(arguments[at]);
  }

  /** A child ends when the run that started it is gone, however that ended. */
  private static void endWithInput() {
    Thread.ofPlatform()
        .daemon()
        .name("end-with-input")
        .start(() -> {
          try {
            System.in.skipNBytes(Long.MAX_VALUE);
          } catch (IOException ended) {
            System.exit(0);
          }
        });
  }

  private static void endAfter(Duration limit) {
    Thread.ofPlatform()
        .daemon()
        .name("time-limit")
        .start(() -> {
          sleep(limit);
          System.err.println("bench: stopped after " + limit.toMinutes() + " minutes");
          System.exit(1);
        });
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

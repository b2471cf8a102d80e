package io.llmgw.cli;

import java.math.BigDecimal;
import java.util.Set;

/** The entry point of the program. */
public final class Main {
  /** The commands that tell prices. */
  private static final Set<String> COUNTING = Set.of("chat", "models", "test");

  private Main() {}

  public static void main(String[] args) {
    // Picocli would search every library for Groovy, which takes as long as all else it does
    System.setProperty("picocli.disable.closures", "true");
    warmUp(args);
    int exit = tellsVersion(args) ? 0 : Llmgw.ofProcess(args).execute(args);
    // so would the JVM for a logger that wants to know of System.exit
    if (exit != ExitCode.OK.number() || somethingRuns()) {
      System.exit(exit);
    }
  }

  /**
   * The first decimal number costs Java a table of powers as large as all else that a short command
   * does; another core makes it meanwhile.
   */
  private static void warmUp(String... args) {
    if (args.length > 0 && COUNTING.contains(args[0])) {
      Thread.ofPlatform().daemon().name("decimals").start(Main::makeDecimals);
    }
  }

  private static void makeDecimals() {
    BigDecimal _ = BigDecimal.valueOf(1, 1);
  }

  /**
   * What is asked most often by programs, without the command line that it would not need. When it
   * cannot be written, the whole command line says so.
   */
  private static boolean tellsVersion(String... args) {
    if (args.length != 1 || !(args[0].equals("--version") || args[0].equals("-V"))) {
      return false;
    }
    System.out.println(Version.text());
    return !System.out.checkError();
  }

  /** Whether a thread keeps the process from ending by itself. */
  private static boolean somethingRuns() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> !thread.isDaemon() && !thread.equals(Thread.currentThread()));
  }
}

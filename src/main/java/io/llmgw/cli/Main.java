package io.llmgw.cli;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** The entry point of the program. */
public final class Main {
  /** The commands that tell prices. */
  private static final Set<String> COUNTING = Set.of("chat", "models", "test");

  private Main() {}

  public static void main(String[] args) {
    // Picocli would search every library for Groovy, which takes as long as all else it does
    System.setProperty("picocli.disable.closures", "true");
    int exit = tellsVersion(args) ? 0 : run(args);
    // so would the JVM for a logger that wants to know of System.exit
    if (exit != ExitCode.OK.number() || somethingRuns()) {
      System.exit(exit);
    }
  }

  private static int run(String... args) {
    Surroundings surroundings = Surroundings.ofProcess();
    if (args.length > 0 && COUNTING.contains(args[0])) {
      boolean chats = args[0].equals("chat");
      Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp(chats));
    }
    if (PlainChat.is(List.of(args), surroundings.tty())) {
      var _ = surroundings.terminal().get();
    }
    return Llmgw.ofProcess(surroundings, args).execute(args);
  }

  /**
   * The first decimal number costs Java a table of powers as large as all else that a short command
   * does, and the first random one, for the names of chats, nearly as much; another core makes them
   * meanwhile.
   */
  private static void warmUp(boolean chats) {
    BigDecimal _ = BigDecimal.valueOf(1, 1);
    if (chats) {
      long _ = new SecureRandom().nextLong();
    }
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

package io.llmgw.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a run measures and how long. */
record Options(
    Duration step,
    int rounds,
    int warmUpAnswers,
    boolean markdown,
    boolean memory,
    int upstreamPort,
    Path distribution,
    List<String> jvmFlags,
    List<Subject> subjects) {

  static final String USAGE =
      """
      Usage: src/bench/run [OPTIONS]
        --quick               steps of 2 s instead of 5 s, shorter warm-up
        --seconds N           length of one step
        --rounds N            how often every step is repeated (default 3; the median is shown)
        --only A,B            measure only these of: null, raw, llmgw, translating (direct always)
        --target NAME=URL[,pid=N][,model=M][,key=K]
                              measure another gateway too; URL ends before /chat/completions and
                              its upstream must be http://127.0.0.1:UPSTREAM_PORT/v1
        --upstream-port N     port of the scripted upstream (default: any free one)
        --no-memory           leave out the start, memory and idle-stream part
        --distribution DIR    where llmgw is built (default target/llmgw)
        --jvm "FLAGS"         flags of the two reference proxies (default "-XX:+UseSerialGC -Xmx1g")
        --markdown            print the table as Markdown
             src/bench/run upstream PORT    run only the scripted upstream, until its input ends
             src/bench/run cli [DIR]        measure short commands of the llmgw built in DIR\
      """;

  /**
   * @throws IllegalArgumentException when the command line cannot be understood
   */
  static Options parse(List<String> arguments) {
    Parser parser = new Parser();
    for (int at = 0; at < arguments.size(); at++) {
      String name = arguments.get(at);
      if (!parser.flag(name)) {
        if (at + 1 == arguments.size()) {
          throw new IllegalArgumentException(name + " is unknown or lacks its value");
        }
        parser.value(name, arguments.get(++at));
      }
    }
    return parser.options();
  }

  private static final class Parser {
    private int seconds = 5;
    private int rounds = 3;
    private int warmUpAnswers = 100_000;
    private boolean markdown;
    private boolean memory = true;
    private int upstreamPort;
    private Path distribution = Path.of("target/llmgw");
    private List<String> jvmFlags = List.of("-XX:+UseSerialGC", "-Xmx1g");
    private List<String> only = List.of("null", "raw", "llmgw", "translating");
    private final List<Subject> externals = new ArrayList<>();

    boolean flag(String name) {
      switch (name) {
        case "--quick" -> {
          seconds = 2;
          warmUpAnswers = 40_000;
        }
        case "--markdown" -> markdown = true;
        case "--no-memory" -> memory = false;
        default -> {
          return false;
        }
      }
      return true;
    }

    void value(String name, String value) {
      switch (name) {
        case "--seconds" -> seconds = number(name, value, 1, 600);
        case "--rounds" -> rounds = number(name, value, 1, 100);
        case "--upstream-port" -> upstreamPort = number(name, value, 1, 65_535);
        case "--distribution" -> distribution = Path.of(value);
        case "--jvm" -> jvmFlags = List.of(value.strip().split("\\s+", -1));
        case "--only" -> only = List.of(value.split(",", -1));
        case "--target" -> externals.add(external(value));
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }

    Options options() {
      List<Subject> subjects = new ArrayList<>();
      subjects.add(new Subject.Direct());
      for (String name : only) {
        subjects.add(
            switch (name) {
              case "null" -> new Subject.Proxy("null proxy", Bench.NULL_PROXY);
              case "raw" -> new Subject.Proxy("raw proxy", Bench.RAW_PROXY);
              case "llmgw" -> new Subject.Llmgw(false);
              case "translating" -> new Subject.Llmgw(true);
              default ->
                  throw new IllegalArgumentException(
                      "--only knows null, raw, llmgw and translating, not " + name);
            });
      }
      subjects.addAll(externals);
      return new Options(
          Duration.ofSeconds(seconds),
          rounds,
          warmUpAnswers,
          markdown,
          memory,
          upstreamPort,
          distribution,
          jvmFlags,
          List.copyOf(subjects));
    }

    private static int number(String name, String value, int lowest, int highest) {
      OptionalLong number =
          value.matches("[0-9]{1,9}")
              ? OptionalLong.of(Long.parseLong(value))
              : OptionalLong.empty();
      if (number.isEmpty() || number.getAsLong() < lowest || number.getAsLong() > highest) {
        throw new IllegalArgumentException(
            name + " wants a number from " + lowest + " to " + highest + ", not " + value);
      }
      return (int) number.getAsLong();
    }

    private static Subject external(String text) {
      String[] parts = text.split(",", -1);
      int equals = parts[0].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("--target wants NAME=URL, not " + text);
      }
      String model = "bench";
      String key = "sk-bench";
      Long pid = null;
      for (String part : List.of(parts).subList(1, parts.length)) {
        String value = part.substring(part.indexOf('=') + 1);
        switch (part.substring(0, Math.max(0, part.indexOf('=')))) {
          case "model" -> model = value;
          case "key" -> key = value;
          case "pid" -> pid = (long) number("pid", value, 1, 99_999_999);
          default -> throw new IllegalArgumentException("--target does not know " + part);
        }
      }
      Endpoint endpoint = Endpoint.parse(parts[0].substring(equals + 1), model, key);
      return new Subject.External(parts[0].substring(0, equals), endpoint, pid);
    }
  }
}

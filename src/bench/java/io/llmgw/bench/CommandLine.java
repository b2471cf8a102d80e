package io.llmgw.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long short commands of {@code llmgw} take, from starting the process to its end, and how much
 * processor time they use, their launcher included.
 */
final class CommandLine {
  private static final int PATIENCE_SECONDS = 60;

  /** What {@code /proc} counts in; the same on every Linux of today. */
  private static final double TICKS_PER_MILLI = 0.1;

  private final Path launcher;
  private final int rounds;
  private final PrintStream out;

  CommandLine(Path distribution, int rounds, PrintStream out) {
    this.launcher = distribution.resolve("bin/llmgw").toAbsolutePath();
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * One row of the table.
   *
   * @param goal wall time in milliseconds that is meant to be kept; 0 for none
   */
  private record Command(String title, int goal, List<String> arguments) {}

  /** What one run took, in milliseconds. */
  private record Run(double wall, double cpu) {}

  /** Measures and prints; whether every run ended well. */
  boolean measure() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("llmgw-bench");
    HttpServer upstream = upstream();
    try {
      Path config = folder.resolve("one.yaml");
      Files.writeString(config, config(upstream.getAddress().getPort()));
      boolean good = true;
      out.println("| command | wall ms, median | wall ms, best | CPU ms, median | goal |");
      out.println("|---|---|---|---|---|");
      for (Command command : commands(config)) {
        good &= measure(command, folder);
      }
      return good;
    } finally {
      upstream.stop(0);
      delete(folder);
    }
  }

  private static List<Command> commands(Path config) {
    return List.of(
        new Command("--version", 150, List.of("--version")),
        new Command("--help", 0, List.of("--help")),
        new Command("models", 300, List.of("models")),
        new Command("models show gpt-5.4", 0, List.of("models", "show", "gpt-5.4")),
        new Command("test, one target", 0, List.of("test", "--config", config.toString())),
        new Command("chat, demo model", 0, List.of("chat", "-m", "demo", "--no-input", "Hello")));
  }

  private boolean measure(Command command, Path folder) throws IOException, InterruptedException {
    // the first run makes the class archive, and fills the caches of the system
    boolean good = run(command, folder) != null;
    List<Run> runs = new ArrayList<>();
    for (int round = 0; round < rounds && good; round++) {
      Run run = run(command, folder);
      good = run != null;
      if (run != null) {
        runs.add(run);
      }
    }
    if (!good) {
      out.printf("| %s | fails | | | |%n", command.title);
      return false;
    }
    out.printf(
        "| %s | %.0f | %.0f | %.0f | %s |%n",
        command.title,
        median(runs.stream().mapToDouble(Run::wall).toArray()),
        runs.stream().mapToDouble(Run::wall).min().orElseThrow(),
        median(runs.stream().mapToDouble(Run::cpu).toArray()),
        command.goal == 0 ? "" : "< " + command.goal);
    return true;
  }

  /** Null when it fails. */
  private Run run(Command command, Path folder) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(launcher.toString()));
    words.addAll(command.arguments);
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.matches(".*(?:API_KEY|TOKEN|BASE_URL)"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LLMGW_JAVA_HOME", System.getProperty("java.home"));
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    double before = childrenMillis();
    long start = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return null;
    }
    double wall = (System.nanoTime() - start) / 1e6;
    return process.exitValue() == 0 ? new Run(wall, childrenMillis() - before) : null;
  }

  /** User and system time of all processes this one has started and seen end. */
  private static double childrenMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    // counted from the name's end, which alone may hold blanks
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_MILLI;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static String config(int port) {
    return """
    model_list:
      - model_name: one
        litellm_params: {model: openai/gpt-4o, api_base: "http://127.0.0.1:%d/v1", api_key: none}
    """
        .formatted(port);
  }

  private static HttpServer upstream() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/v1/models",
        exchange -> answer(exchange, "application/json", "{\"data\":[{\"id\":\"gpt-4o\"}]}"));
    server.createContext(
        "/v1/chat/completions", exchange -> answer(exchange, "text/event-stream", EVENTS));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static final String EVENTS =
      """
      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o",\
      "choices":[{"index":0,"delta":{"role":"assistant","content":"ok"},"finish_reason":null}]}

      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o",\
      "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o",\
      "choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}

      data: [DONE]

      """;

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}

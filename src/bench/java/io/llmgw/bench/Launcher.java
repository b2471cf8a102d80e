package io.llmgw.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the upstream and the targets, each as a process of its own, and waits until they answer.
 * All of them are stopped when this is closed, and when the benchmark is interrupted.
 */
final class Launcher implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HEALTH = "/health/liveliness";
  private static final Path WORK = Path.of("target/bench");
  private static final Set<String> NULL_PROXY_LIBRARIES =
      Set.of("jetty-", "okhttp-", "okio-", "kotlin-", "slf4j-api");

  private final Options options;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private int upstreamPort;

  Launcher(Options options) {
    this.options = options;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-children"));
  }

  /** The binary that runs llmgw, whether it is built or not. */
  Path llmgw() {
    return options.distribution().resolve("bin/llmgw");
  }

  Running startUpstream() throws IOException {
    upstreamPort = options.upstreamPort() == 0 ? freePort() : options.upstreamPort();
    List<String> command =
        java(List.of("-XX:+UseSerialGC", "-Xmx1g"), "", Bench.UPSTREAM, upstreamPort);
    return start("direct", command, upstreamPort, "/bench/stats");
  }

  /** Starts {@code subject}; the upstream must run already, and stands for {@code direct}. */
  Running start(Subject subject, Running upstream) throws IOException {
    int port = freePort();
    return switch (subject) {
      case Subject.Direct direct ->
          new Running(direct.name(), upstream.endpoint(), null, null, Double.NaN);
      case Subject.External(String name, Endpoint endpoint, Long pid) ->
          new Running(name, endpoint, pid, null, Double.NaN);
      case Subject.Proxy(String name, String mode) -> {
        List<String> command = java(options.jvmFlags(), libraries(), mode, port);
        command.add(Integer.toString(upstreamPort));
        yield start(name, command, port, HEALTH);
      }
      case Subject.Llmgw llmgw -> start(llmgw.name(), llmgwCommand(llmgw, port), port, HEALTH);
    };
  }

  private List<String> java(List<String> flags, String libraries, String mode, int port) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.addAll(List.of("-cp", WORK.resolve("classes") + libraries, Bench.class.getName()));
    command.addAll(List.of(mode, Integer.toString(port)));
    return command;
  }

  /** Only what the null proxy needs, so that no logging library and no gateway starts with it. */
  private String libraries() throws IOException {
    try (Stream<Path> jars = Files.list(options.distribution().resolve("lib"))) {
      return jars.filter(jar ->
              NULL_PROXY_LIBRARIES.stream().anyMatch(jar.getFileName().toString()::startsWith))
          .map(jar -> ":" + jar)
          .sorted()
          .collect(Collectors.joining());
    }
  }

  private List<String> llmgwCommand(Subject.Llmgw subject, int port) throws IOException {
    Path config = WORK.resolve(subject.name() + ".yaml");
    Files.writeString(
        config,
        """
        model_list:
          - model_name: bench
            litellm_params:
              model: %s
              api_base: http://127.0.0.1:%d%s
              api_key: sk-bench
        """
            .formatted(subject.model(), upstreamPort, subject.base()));
    return List.of(
        llmgw().toAbsolutePath().toString(),
        "serve",
        "-c",
        config.toString(),
        "--port",
        Integer.toString(port),
        "-q");
  }

  private Running start(String name, List<String> command, int port, String health)
      throws IOException {
    Path log = WORK.resolve(name.replace(' ', '-') + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // No provider key of whoever runs this may reach a target: it would look for that provider.
    builder
        .environment()
        .keySet()
        .retainAll(Set.of("PATH", "HOME", "LANG", "JAVA_HOME", "LLMGW_JAVA_HOME"));
    long from = System.nanoTime();
    Process process = builder.start();
    processes.add(process);
    Endpoint endpoint = Endpoint.onPort(port);
    awaitHealth(name, process, endpoint, health, log);
    double millis = (System.nanoTime() - from) / 1e6;
    return new Running(name, endpoint, process.pid(), process, millis);
  }

  private static void awaitHealth(
      String name, Process process, Endpoint endpoint, String health, Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "";
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        int status = PlainHttp.send(endpoint.address(), "GET", health).status();
        if (status == 200) {
          return;
        }
        last = health + " answers " + status;
      } catch (IOException notYet) {
        last = String.valueOf(notYet.getMessage());
      }
      Bench.sleep(Duration.ofMillis(2));
    }
    Running.stop(process);
    throw new IOException(name + " did not start (" + last + "): " + tail(log));
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.stream().filter(Process::isAlive).forEach(Running::stop);
  }
}

package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs every kind of command, and gateways that are asked over loopback. Apart from its command, so
 * that the classes of the gateway are not loaded whenever any command starts.
 */
final class WarmUpRun {
  private static final String CHAIN =
      """
      model_list:
        - model_name: chain
          litellm_params:
            model: openai/demo
            api_base: http://127.0.0.1:PORT/v1
            api_key: none
      general_settings:
        drain_time: 1
      """;
  private static final String QUESTION =
      """
      {"model":"chain","stream":STREAM,"messages":[{"role":"user","content":"markdown"}]}\
      """;

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());

  private final PrintWriter err;

  /**
   * @param err is told when an answer did not come in time
   */
  WarmUpRun(PrintWriter err) {
    this.err = err;
  }

  ExitCode run() throws IOException {
    Path folder = Files.createTempDirectory("llmgw-warm-up");
    Path config = folder.resolve("chain.yaml");
    try {
      Environment empty = Environment.of(Map.of(), folder, folder);
      gateways(empty, config);
      commands(empty);
      chat(empty);
    } finally {
      delete(folder);
    }
    return ExitCode.OK;
  }

  /** With the starter file and the conversations that the commands left in it. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  /** A talk on an imagined terminal. */
  private void chat(Environment environment) throws IOException {
    InputStream keys =
        new ByteArrayInputStream("markdown\r/help\r/exit\r".getBytes(StandardCharsets.UTF_8));
    var surroundings = new Surroundings(environment, Tty.NONE, keys);
    var flags = new ChatFlags();
    flags.models.add("demo");
    var shared = new SharedOptions();
    InteractiveRun.run(
        flags, shared, surroundings, "", chat -> chat.run(keys, OutputStream.nullOutputStream()));
  }

  private void commands(Environment environment) {
    run(environment, "--help");
    run(environment, "chat", "--help", "--color", "always");
    run(environment, "--paths", "--json");
    run(environment, "an-unknown-command");
    run(environment, "chat", "--model", "demo", "markdown");
    run(environment, "models");
    run(environment, "models", "gpt", "--sort", "price");
    run(environment, "models", "show", "gpt-5.4");
    run(environment, "config", "init");
    run(environment, "config", "check");
    run(environment, "config", "show");
  }

  private void run(Environment environment, String... args) {
    var surroundings = new Surroundings(environment, Tty.NONE, InputStream.nullInputStream());
    int _ = new Llmgw(surroundings, nowhere, nowhere).execute(args);
  }

  /**
   * One gateway with the demo model, and one in front of it, so that both ends of HTTP are used. An
   * answer that does not come in time is no failure: an archive that lacks some classes is better
   * than none.
   */
  private void gateways(Environment environment, Path config) throws IOException {
    var anyPort = new ConfigRequest(null, null, 0, null, false);
    try (GatewayServer demo = start(environment, anyPort)) {
      Files.writeString(config, CHAIN.replace("PORT", Integer.toString(demo.port())));
      try (GatewayServer chain = start(environment, anyPort.withFile(config))) {
        ask(chain.port(), "/v1/models", "");
        ask(chain.port(), "/v1/chat/completions", QUESTION.replace("STREAM", "false"));
        ask(chain.port(), "/v1/chat/completions", QUESTION.replace("STREAM", "true"));
      }
    } catch (SocketTimeoutException _) {
      err.println("warm-up: no answer within " + LIMIT.toSeconds() + " s");
    }
  }

  private GatewayServer start(Environment environment, ConfigRequest request) {
    GatewayRuntime runtime = GatewayRuntime.open(new ConfigLoader(environment), request);
    GatewayServer server = GatewayServer.start(runtime, Version.number());
    new ServeBanner(nowhere, false).started(server, runtime);
    return server;
  }

  /** Posts the body, or gets when it is empty, and reads the answer to its end. */
  private static void ask(int port, String path, String body) throws IOException {
    var address = URI.create("http://127.0.0.1:" + port + path).toURL();
    var connection = (HttpURLConnection) address.openConnection();
    connection.setConnectTimeout((int) LIMIT.toMillis());
    connection.setReadTimeout((int) LIMIT.toMillis());
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
    }
    try (InputStream in = connection.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}

package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Does what people do, over loopback only and with nothing of the user's environment: the commands,
 * and a gateway that answers by itself and through another gateway. Counts what was answered.
 */
final class WarmUpRun implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";

  private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
  private int answers;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("llmgw-warm-up");
    Path starter = folder.resolve("llmgw.yaml");
    Path relay = folder.resolve("relay.yaml");
    try {
      var surroundings =
          new Surroundings(
              Environment.of(Map.of(), folder, folder), Tty.NONE, InputStream.nullInputStream());
      commands(surroundings);
      serve(surroundings, starter, relay);
      return answers;
    } finally {
      for (Path path : List.of(starter, relay, folder)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private void commands(Surroundings surroundings) {
    run(surroundings, "--help");
    run(surroundings, "chat", "--help", "--color", "always");
    run(surroundings, "--paths", "--json");
    run(surroundings, "an-unknown-command");
    run(surroundings, "config", "init");
    run(surroundings, "config", "check");
    run(surroundings, "config", "show");
    run(surroundings, "chat", "hello");
  }

  private void run(Surroundings surroundings, String... args) {
    int _ = new Llmgw(surroundings, nowhere, nowhere).execute(args);
  }

  /** The second gateway calls the first, as one calls a provider. */
  private void serve(Surroundings surroundings, Path starter, Path relay) throws IOException {
    try (GatewayServer first = start(surroundings, starter)) {
      ask(first.port(), "demo");
      Files.writeString(
          relay,
          """
          model_list:
            - model_name: relay
              litellm_params:
                model: openai/demo
                api_base: http://%s:%d/v1
                api_key: none
          """
              .formatted(HOST, first.port()));
      try (GatewayServer second = start(surroundings, relay)) {
        ask(second.port(), "relay");
      }
    }
  }

  private GatewayServer start(Surroundings surroundings, Path file) {
    var request = new ConfigRequest(file, HOST, 0, null, false);
    GatewayRuntime runtime =
        GatewayRuntime.open(new ConfigLoader(surroundings.environment()), request);
    GatewayServer server = GatewayServer.start(runtime, Version.number());
    new ServeBanner(nowhere, false).started(server, runtime);
    return server;
  }

  private void ask(int port, String model) throws IOException {
    send(port, "GET", "/health/liveliness", "");
    send(port, "GET", "/v1/models", "");
    for (boolean stream : List.of(false, true)) {
      send(
          port,
          "POST",
          "/v1/chat/completions",
          """
          {"model":"%s","messages":[{"role":"user","content":"hello"}],"stream":%s}\
          """
              .formatted(model, stream));
    }
  }

  private void send(int port, String method, String path, String body) throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
            .formatted(
                method, path, HOST, body.length(), body.isEmpty() ? "" : "Content-Type: application/json\r\n", body);
    try (Socket socket = new Socket(InetAddress.ofLiteral(HOST), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IOException(
            path + " answers " + answer.lines().findFirst().orElse("nothing"));
      }
      answers++;
    }
  }
}

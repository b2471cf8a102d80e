package io.llmgw.conformance;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A gateway in this process, on a free port, that knows nothing but the configuration it is given.
 */
final class RunningGateway implements AutoCloseable {
  private final GatewayServer server;

  private RunningGateway(GatewayServer server) {
    this.server = server;
  }

  /** Starts one in the folder, which gets the configuration's file. */
  static RunningGateway start(Path folder, String yaml) {
    try {
      Files.writeString(folder.resolve("llmgw.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(folder);
  }

  /** Starts one without a configuration, which has the demo model alone. */
  static RunningGateway start(Path folder) {
    Environment nothing = Environment.of(Map.of(), folder, folder.resolve("home"));
    ConfigRequest anyPort = new ConfigRequest(null, null, 0, null, true);
    GatewayRuntime runtime = GatewayRuntime.open(new ConfigLoader(nothing), anyPort);
    return new RunningGateway(GatewayServer.start(runtime, "test"));
  }

  /** Such as {@code http://127.0.0.1:40123}, without a slash at the end. */
  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}

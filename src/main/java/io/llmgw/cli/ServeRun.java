package io.llmgw.cli;

import io.llmgw.app.GatewayRuntime;
import io.llmgw.app.GatewayServer;
import io.llmgw.config.ConfigLoader;
import io.llmgw.config.ConfigRequest;
import io.llmgw.config.LoadedConfig;
import io.llmgw.model.GatewayException;
import io.llmgw.observe.BackgroundLog;
import io.llmgw.observe.LogSetup;
import io.llmgw.server.jetty.JettyServer;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** Starts the gateway and waits until it ends. */
final class ServeRun {
  private ServeRun() {}

  /**
   * Returns only when the gateway could not start; else the process ends by a signal.
   *
   * @param out gets the lines that say what is served and how to connect
   * @param err gets warnings
   */
  static ExitCode run(
      ServeOptions options, Surroundings surroundings, PrintWriter out, PrintWriter err) {
    if (options.debug()) {
      System.setProperty(LogSetup.LEVEL_PROPERTY, "debug");
    } else if (options.quiet()) {
      System.setProperty(LogSetup.LEVEL_PROPERTY, "warn");
    }
    GatewayRuntime runtime =
        GatewayRuntime.open(new ConfigLoader(surroundings.environment()), request(options));
    runtime.warnings().forEach(warning -> err.println(warning.render()));
    err.flush();
    GatewayServer server = start(runtime);
    BackgroundLog log = new BackgroundLog();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, log), "llmgw-shutdown"));
    HeapTrim.start();
    ProcessSignal.on(ProcessSignal.HANG_UP, server::reloadQuietly);
    ServeBanner banner = new ServeBanner(out, options.quiet());
    banner.started(server, runtime);
    server.discover(found -> banner.found(found));
    return forever();
  }

  private static ConfigRequest request(ServeOptions options) {
    return new ConfigRequest(
        options.config(), options.host(), options.port(), options.model(), options.strict());
  }

  private static GatewayServer start(GatewayRuntime runtime) {
    try {
      return GatewayServer.start(runtime, Version.number());
    } catch (GatewayException failure) {
      runtime.close();
      LoadedConfig loaded = runtime.loaded();
      boolean taken = JettyServer.PORT_TAKEN.equals(failure.detail().code());
      int port = loaded.config().general().port() + 1;
      throw new CommandException(
          ExitCode.CONFIGURATION,
          failure.text(),
          taken ? "llmgw serve --port " + (port > 65_535 ? 0 : port) : null);
    }
  }

  private static void end(GatewayServer server, BackgroundLog log) {
    try {
      server.close();
    } finally {
      log.close();
    }
  }

  /** The shutdown hook ends the process while this waits. */
  private static ExitCode forever() {
    try {
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }
}

package io.llmgw.server.jetty;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.GatewayException;
import io.llmgw.server.Exchange;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server: accepts connections on a few threads of its own, and answers each request on a
 * virtual thread.
 */
public final class JettyServer implements AutoCloseable {
  /** The code of the failure to listen on a port that another program has. */
  public static final String PORT_TAKEN = "port_taken";

  private static final int BACKLOG = 1024;

  /**
   * What a connection may take.
   *
   * @param headBytes the longest request head, its line included
   * @param head how long a request's head may take to arrive, however slowly its bytes come
   * @param idle how long a connection may lie still between requests, and a read of a request's
   *     body or a write of an answer may hang; an answer that has nothing to say for longer is not
   *     cut off
   */
  public record Limits(int headBytes, Duration head, Duration idle) {
    public static final Limits DEFAULT =
        new Limits(16 * 1024, Duration.ofSeconds(15), Duration.ofSeconds(75));
  }

  private final Server server;
  private final ServerConnector connector;

  private JettyServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free one
   * @throws GatewayException when the address cannot be listened on, saying why
   */
  public static JettyServer start(String host, int port, Consumer<Exchange> front) {
    return start(host, port, front, Limits.DEFAULT);
  }

  /** Starts to listen, with limits of one's own. */
  public static JettyServer start(String host, int port, Consumer<Exchange> front, Limits limits) {
    // Jetty's own queue asks the platform's management beans for the width of a cache line, and
    // they load the flight recorder: a fifth of the time to start.
    QueuedThreadPool threads = new QueuedThreadPool(16, 2, new LinkedBlockingQueue<>());
    threads.setName("llmgw-http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    Server server = new Server(threads);
    server.setErrorHandler(new JettyErrors());
    ServerConnector connector = connector(server, limits);
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new FrontHandler(front));
    try {
      server.start();
    } catch (Exception failure) {
      stop(server);
      throw unavailable(host, port, failure);
    }
    return new JettyServer(server, connector);
  }

  private static ServerConnector connector(Server server, Limits limits) {
    HttpConfiguration config = new HttpConfiguration();
    config.setRequestHeaderSize(limits.headBytes());
    config.setSendServerVersion(false);
    config.setSendDateHeader(false);
    config.setHttpCompliance(HttpCompliance.STRICT);
    // model ids hold slashes, and base URLs end with them
    config.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "llmgw",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(config)) {
          @Override
          protected SocketChannelEndPoint newEndPoint(
              SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            WatchedEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
          }
        };
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setReuseAddress(true);
    connector.addBean(new SlowHeads(connector.getScheduler(), limits.head()));
    return connector;
  }

  /** The port listened on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops at once; let requests run out before. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new GatewayException(
          ErrorKind.INTERNAL, "The HTTP server did not stop cleanly.", ErrorDetail.NONE, failure);
    }
  }

  private static GatewayException unavailable(String host, int port, Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String reason = String.valueOf(cause.getMessage());
    boolean taken = cause instanceof BindException && reason.contains("in use");
    String message =
        switch (cause) {
          case BindException _ when taken ->
              "Port " + port + " on " + host + " is taken. Stop what listens there, or use --port.";
          case BindException _ when reason.contains("assign") ->
              "No interface of this machine has the address " + host + ".";
          case BindException _ when reason.contains("Permission") ->
              "Port " + port + " may not be listened on without more rights. Use one above 1023.";
          case UnknownHostException _ -> "The host " + host + " to listen on is unknown.";
          case UnresolvedAddressException _ -> "The host " + host + " to listen on is unknown.";
          default -> "Cannot listen on " + host + ":" + port + ": " + reason;
        };
    ErrorDetail detail = taken ? ErrorDetail.ofCode(PORT_TAKEN) : ErrorDetail.NONE;
    return new GatewayException(ErrorKind.INTERNAL, message, detail, failure);
  }

  private static final class FrontHandler extends Handler.Abstract {
    private final Consumer<Exchange> front;

    FrontHandler(Consumer<Exchange> front) {
      this.front = front;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      JettyExchange exchange = new JettyExchange(request, response, callback);
      try {
        front.accept(exchange);
      } finally {
        exchange.close();
      }
      return true;
    }
  }
}

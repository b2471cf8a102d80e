package io.llmgw.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.awaitility.Awaitility;

/**
 * An HTTP/1.1 server on loopback that does what a test tells it, down to the bytes and the way a
 * connection ends, and remembers what it was asked. Each connection has virtual threads of its own,
 * so that any number of replies can be slow at once. Closing it ends every connection.
 *
 * <pre>{@code
 * try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
 *   upstream.then(Reply.json(500, "{}"));            // the first request
 *   upstream.then(Reply.sse("data: {}\n\n").cut());  // the second
 *   upstream.always(Reply.json("{}"));               // every other
 *   call(upstream.url() + "/v1");
 *   assertThat(upstream.request().header("authorization")).contains("Bearer key");
 *   assertThat(upstream.awaitRequest(1).cancelled()).isTrue();
 * }
 * }</pre>
 *
 * A request for which nothing is scripted is answered with status 599 and the reason in the body.
 */
public final class ScriptedUpstream implements AutoCloseable {
  private static final Reply UNSCRIPTED =
      Reply.json(599, "{\"error\":{\"message\":\"the test has no reply for this request\"}}");

  private final ServerSocket server;
  private final String scheme;
  private final Queue<Reply> replies = new ArrayDeque<>();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private Function<Received, Reply> otherwise = _ -> UNSCRIPTED;
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedUpstream(ServerSocket server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  /** Starts one on a free port. */
  public static ScriptedUpstream start() {
    return start(ServerSocketFactory.getDefault(), "http");
  }

  /** Starts one that speaks TLS, when the factory does. */
  public static ScriptedUpstream startTls(ServerSocketFactory sockets) {
    return start(sockets, "https");
  }

  private static ScriptedUpstream start(ServerSocketFactory sockets, String scheme) {
    try {
      ServerSocket server = sockets.createServerSocket(0, 512, InetAddress.getLoopbackAddress());
      ScriptedUpstream upstream = new ScriptedUpstream(server, scheme);
      Thread.ofVirtual().name("upstream-accept").start(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code http://127.0.0.1:40123}, without a slash at the end. */
  public String url() {
    return scheme + "://127.0.0.1:" + port();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Says what the next request that has no reply yet gets. */
  public synchronized ScriptedUpstream then(Reply reply) {
    replies.add(reply);
    return this;
  }

  /** Says what every request gets for which no {@link #then} is left. */
  public ScriptedUpstream always(Reply reply) {
    return always(_ -> reply);
  }

  /** The same, depending on the request. */
  public synchronized ScriptedUpstream always(Function<Received, Reply> reply) {
    otherwise = reply;
    return this;
  }

  /** Every request so far, in the order they came. */
  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** The only request so far. */
  public Received request() {
    if (requests.size() != 1) {
      throw new AssertionError("one request was expected, but there were " + requests);
    }
    return requests.getFirst();
  }

  /** Waits for the request of that number, counted from 0. */
  public Received awaitRequest(int number) {
    Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> requests.size() > number);
    return requests.get(number);
  }

  /** How many connections were ever accepted. */
  public int connections() {
    return connections.get();
  }

  /** Closes the connections that are open now, as a server does that idles them out. */
  public void dropConnections() {
    open.forEach(ScriptedUpstream::closeQuietly);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        ScriptedConnection connection =
            new ScriptedConnection(socket, connections.getAndIncrement(), this::received);
        Thread.ofVirtual()
            .name("upstream-connection")
            .start(() -> {
              connection.serve();
              open.remove(socket);
            });
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private synchronized Reply received(Received request) {
    requests.add(request);
    Reply next = replies.poll();
    return next != null ? next : otherwise.apply(request);
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

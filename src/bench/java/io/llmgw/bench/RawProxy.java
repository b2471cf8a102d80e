package io.llmgw.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The limit of the design: blocking sockets on virtual threads on both sides, pooled upstream
 * connections, and no more HTTP than it takes to find the end of a message.
 */
final class RawProxy {
  private static final byte[] HEALTHY = Answers.text("200 OK", "I'm alive!");
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private final int upstreamPort;
  private final byte[] requestHead;
  private final ConcurrentLinkedDeque<HttpConnection> pool = new ConcurrentLinkedDeque<>();

  RawProxy(int upstreamPort) {
    this.upstreamPort = upstreamPort;
    String head =
        """
        POST /v1/chat/completions HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Authorization: Bearer sk-bench\r
        Content-Type: application/json\r
        """
            .formatted(upstreamPort);
    requestHead = (head + "Content-Length: ").getBytes(StandardCharsets.US_ASCII);
  }

  /** Serves until the process ends. */
  void serve(int port) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    HttpMessage request = HttpMessage.request();
    BodyBuffer body = new BodyBuffer();
    BodyBuffer outgoing = new BodyBuffer();
    try (HttpConnection client = new HttpConnection(socket)) {
      while (client.read(request, body)) {
        if (request.startLine().startsWith("GET /health")) {
          client.out().write(HEALTHY);
        } else {
          write(body, outgoing);
          forward(outgoing, client);
        }
        request.reset();
        body.clear();
      }
    } catch (IOException gone) {
      // Either side went away: both connections are closed by now, and the client sees that.
    }
  }

  private void write(BodyBuffer body, BodyBuffer outgoing) {
    outgoing.clear();
    outgoing.add(requestHead);
    outgoing.addDecimal(body.length());
    outgoing.add(HEAD_END);
    outgoing.add(body);
  }

  private void forward(BodyBuffer outgoing, HttpConnection client) throws IOException {
    HttpMessage answer = HttpMessage.response();
    HttpConnection pooled = pool.pollFirst();
    if (pooled != null) {
      try {
        exchange(pooled, outgoing, answer, client);
        return;
      } catch (IOException stale) {
        if (!answer.isUntouched()) {
          throw stale;
        }
      }
    }
    Socket fresh = new Socket(InetAddress.getLoopbackAddress(), upstreamPort);
    exchange(new HttpConnection(fresh), outgoing, answer, client);
  }

  private void exchange(
      HttpConnection upstream, BodyBuffer outgoing, HttpMessage answer, HttpConnection client)
      throws IOException {
    boolean reusable = false;
    try {
      upstream.out().write(outgoing.array(), 0, outgoing.length());
      upstream.relay(answer, client.out());
      reusable = !answer.isClosing();
    } finally {
      if (reusable) {
        pool.addFirst(upstream);
      } else {
        upstream.close();
      }
    }
  }
}

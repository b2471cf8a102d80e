package io.llmgw.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * An OpenAI-compatible upstream that answers what the {@link Script} in the request asks for: raw
 * sockets, one virtual thread per connection. {@code GET /bench/stats} tells what it saw, {@code
 * POST /bench/release} ends the streams it holds open.
 */
final class ScriptedUpstream {
  private final LongAdder requests = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final Set<UpstreamConnection> held = ConcurrentHashMap.newKeySet();

  /** Serves until the process ends. */
  void serve(int port) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(new UpstreamConnection(this, socket));
      }
    }
  }

  void countRequest() {
    requests.increment();
  }

  void countCancelled() {
    cancelled.increment();
  }

  void hold(UpstreamConnection connection) {
    held.add(connection);
  }

  /** True when the connection was held, which it is no longer. */
  boolean letGo(UpstreamConnection connection) {
    return held.remove(connection);
  }

  UpstreamStats stats() {
    return new UpstreamStats(requests.sum(), cancelled.sum(), held.size());
  }

  void releaseAll() {
    for (UpstreamConnection connection : List.copyOf(held)) {
      if (held.remove(connection)) {
        connection.release();
      }
    }
  }
}

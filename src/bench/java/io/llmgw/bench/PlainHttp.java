package io.llmgw.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One small request on a connection of its own, for health checks and for the upstream's counters.
 */
final class PlainHttp {
  private static final int TIMEOUT_MILLIS = 5_000;

  private PlainHttp() {}

  /** A status and a body. */
  record Answer(int status, String body) {}

  static Answer send(InetSocketAddress address, String method, String path) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return exchange(new HttpConnection(socket), address, method + " " + path);
    } finally {
      socket.close();
    }
  }

  private static Answer exchange(
      HttpConnection connection, InetSocketAddress address, String methodAndPath)
      throws IOException {
    String head =
        methodAndPath
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + address.getPort()
            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    connection.out().write(head.getBytes(StandardCharsets.US_ASCII));
    HttpMessage message = HttpMessage.response();
    BodyBuffer body = new BodyBuffer();
    if (!connection.read(message, body)) {
      throw new IOException("no answer to " + methodAndPath);
    }
    String text = new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
    return new Answer(message.status(), text);
  }
}

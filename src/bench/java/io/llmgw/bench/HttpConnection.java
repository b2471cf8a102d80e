package io.llmgw.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One side of a keep-alive connection in blocking style. Not thread-safe. */
final class HttpConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[8192];
  private int at;
  private int limit;

  HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  OutputStream out() {
    return out;
  }

  /** Reads one message; false when the peer closed the connection instead of starting one. */
  boolean read(HttpMessage message, BodySink sink) throws IOException {
    while (!message.isDone()) {
      if (at == limit && !fill()) {
        if (message.isUntouched()) {
          return false;
        }
        message.end();
        return true;
      }
      at = message.feed(buffer, at, limit, sink);
    }
    return true;
  }

  /** Reads one message and writes its bytes on unchanged, each piece as soon as it arrives. */
  void relay(HttpMessage message, OutputStream target) throws IOException {
    while (!message.isDone()) {
      if (at == limit && !fill()) {
        message.end();
        return;
      }
      int from = at;
      at = message.feed(buffer, at, limit, BodySink.NONE);
      target.write(buffer, from, at - from);
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

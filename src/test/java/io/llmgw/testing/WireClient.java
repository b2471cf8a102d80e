package io.llmgw.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 client that sends the bytes a test gives it over one connection, and reads answers
 * piece by piece. Reads fail after ten seconds. Not thread-safe.
 */
public final class WireClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private @Nullable Head head;
  private boolean withinChunk;

  private record Head(int status, String reason, List<Map.Entry<String, String>> headers) {
    String header(String name) {
      return headers.stream()
          .filter(header -> header.getKey().equals(name))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse("");
    }
  }

  private WireClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static WireClient connect(int port) {
    return connect(port, 0);
  }

  /** Connects with a receive buffer of that size, 0 for the system's. */
  public static WireClient connect(int port, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new WireClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends text as it is, in one packet if it is short. */
  public WireClient send(String text) {
    return send(text.getBytes(UTF_8));
  }

  public WireClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a GET with those header lines. */
  public WireClient get(String path, String... headers) {
    return send("GET " + path + " HTTP/1.1\r\nHost: test\r\n" + lines(headers) + "\r\n");
  }

  /** Sends a POST of JSON with those header lines. */
  public WireClient post(String path, String body, String... headers) {
    return send(request(path, body, headers));
  }

  /** The bytes {@link #post} sends. */
  public static String request(String path, String body, String... headers) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n"
        + lines(headers)
        + "\r\n"
        + body;
  }

  private static String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    for (String header : headers) {
      lines.append(header).append("\r\n");
    }
    return lines.toString();
  }

  /** Reads an answer to its end, or to where it breaks off. */
  public WireAnswer answer() {
    head();
    List<byte[]> chunks = new ArrayList<>();
    boolean complete = true;
    try {
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        chunks.add(chunk);
        if (!chunked()) {
          break;
        }
      }
    } catch (UncheckedIOException _) {
      complete = false;
    }
    return finished(chunks, complete);
  }

  /** Reads an answer that has a head only. */
  public WireAnswer answerToHead() {
    head();
    return finished(List.of(), true);
  }

  private WireAnswer finished(List<byte[]> chunks, boolean complete) {
    Head read = read();
    head = null;
    return new WireAnswer(read.status, read.reason, read.headers, chunks, complete);
  }

  /** Reads an answer's head; the body follows with {@link #chunk}. Gives the status. */
  public int head() {
    try {
      String line = line();
      String[] parts = line.split(" ", 3);
      if (!line.startsWith("HTTP/1.")) {
        throw new AssertionError("no HTTP answer: '" + line + "'");
      }
      List<Map.Entry<String, String>> headers = new ArrayList<>();
      for (String header = line(); !header.isEmpty(); header = line()) {
        int colon = header.indexOf(':');
        headers.add(
            new SimpleImmutableEntry<>(
                header.substring(0, colon).toLowerCase(Locale.ROOT),
                header.substring(colon + 1).strip()));
      }
      head = new Head(Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : "", headers);
      return head.status;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next piece of the body; empty at its marked end. */
  public byte[] chunk() {
    try {
      Head now = read();
      if (now.status == 204 || now.status == 304 || now.status < 200) {
        return new byte[0];
      }
      if (chunked()) {
        if (withinChunk) {
          // some servers send the end of a chunk together with the next one
          line();
        }
        byte[] chunk = exactly(Integer.parseInt(line(), 16));
        withinChunk = chunk.length > 0;
        if (!withinChunk) {
          line();
        }
        return chunk;
      }
      String length = now.header("content-length");
      return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body broke off");
    }
    return bytes;
  }

  private boolean chunked() {
    return read().header("transfer-encoding").equals("chunked");
  }

  private Head read() {
    if (head == null) {
      throw new IllegalStateException("no head was read");
    }
    return head;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the connection was closed");
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** Waits until the server closes the connection; false when it sends something instead. */
  public boolean closedByServer() {
    try {
      return in.read() < 0;
    } catch (SocketException _) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more will be sent, and stays to read. */
  public void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks the connection off. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.llmgw.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link ScriptedUpstream}. One thread reads, also while a second one replies:
 * this is how the client's leaving is noticed at once.
 */
final class ScriptedConnection {
  private final Socket socket;
  private final int number;
  private final Function<Received, Reply> script;

  ScriptedConnection(Socket socket, int number, Function<Received, Reply> script) {
    this.socket = socket;
    this.number = number;
    this.script = script;
  }

  void serve() {
    try (socket) {
      PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
      for (Received request = read(in); request != null; request = read(in)) {
        if (!reply(request, in)) {
          return;
        }
      }
    } catch (IOException | InterruptedException _) {
      // the client broke the connection, or the test ended: there is nobody left to tell
    }
  }

  /** Plays the script; whether the connection goes on. */
  private boolean reply(Received request, PushbackInputStream in) throws InterruptedException {
    Reply reply = script.apply(request);
    Thread player = Thread.ofVirtual().name("upstream-reply").start(() -> play(reply, request));
    int next = awaitByte(in);
    long now = System.nanoTime();
    if (next < 0) {
      player.interrupt();
    }
    player.join();
    // does nothing when the reply came to its end before
    request.ended(Optional.of(now));
    return next >= 0 && !socket.isClosed();
  }

  /** Waits for the next request's first byte, which stays there; -1 when there will be none. */
  private static int awaitByte(PushbackInputStream in) {
    try {
      int next = in.read();
      if (next >= 0) {
        in.unread(next);
      }
      return next;
    } catch (IOException _) {
      return -1;
    }
  }

  private void play(Reply reply, Received request) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(head(reply).getBytes(ISO_8859_1));
      out.flush();
      for (Reply.Step step : reply.steps) {
        if (!play(step, reply.framing, out)) {
          request.ended(Optional.empty());
          return;
        }
      }
      if (reply.framing == Reply.Framing.CHUNKED) {
        out.write("0\r\n\r\n".getBytes(ISO_8859_1));
        out.flush();
      }
      request.ended(Optional.empty());
      if (reply.framing == Reply.Framing.CLOSE || reply.framing == Reply.Framing.NONE) {
        socket.close();
      }
    } catch (IOException | InterruptedException _) {
      // the client left, which the reading thread records
    }
  }

  /** Does one step; false when it was the last because the connection is gone now. */
  private boolean play(Reply.Step step, Reply.Framing framing, OutputStream out)
      throws IOException, InterruptedException {
    switch (step) {
      case Reply.Step.Send send -> send(send.bytes(), framing, out);
      case Reply.Step.Raw raw -> out.write(raw.bytes());
      case Reply.Step.Pause pause -> Thread.sleep(pause.time());
      case Reply.Step.Stall _ -> Thread.sleep(Long.MAX_VALUE);
      case Reply.Step.Cut _ -> socket.close();
      case Reply.Step.Reset _ -> {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
    return !socket.isClosed();
  }

  private static void send(byte[] bytes, Reply.Framing framing, OutputStream out)
      throws IOException {
    if (bytes.length == 0) {
      return;
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream(bytes.length + 16);
    boolean chunked = framing == Reply.Framing.CHUNKED;
    if (chunked) {
      frame.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
    }
    frame.writeBytes(bytes);
    if (chunked) {
      frame.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    out.write(frame.toByteArray());
    out.flush();
  }

  private static String head(Reply reply) {
    if (reply.framing == Reply.Framing.NONE) {
      return "";
    }
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status + " Scripted\r\n");
    reply.headers.forEach(header -> head.append(header).append("\r\n"));
    boolean announced = reply.headers.stream().anyMatch(h -> h.startsWith("Content-Length:"));
    head.append(
        switch (reply.framing) {
          case CHUNKED -> "Transfer-Encoding: chunked\r\n";
          case LENGTH -> announced ? "" : "Content-Length: " + reply.length() + "\r\n";
          case CLOSE -> "Connection: close\r\n";
          case NONE -> "";
        });
    return head.append("\r\n").toString();
  }

  /** Reads a request; null when the client has no more. */
  private @Nullable Received read(PushbackInputStream in) throws IOException {
    String line = line(in);
    String[] parts = line.split(" ", 3);
    if (parts.length < 3 || !parts[2].startsWith("HTTP/1.")) {
      // not our protocol, such as a TLS handshake
      return null;
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.add(Map.entry(name, header.substring(colon + 1).strip()));
    }
    return new Received(parts[0], parts[1], headers, body(in, headers), number);
  }

  private static byte[] body(PushbackInputStream in, List<Map.Entry<String, String>> headers)
      throws IOException {
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equals("content-length")) {
        int length = Integer.parseInt(header.getValue());
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
          throw new EOFException();
        }
        return body;
      }
      if (header.getKey().equals("transfer-encoding")) {
        return chunks(in);
      }
    }
    return new byte[0];
  }

  private static byte[] chunks(PushbackInputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in), 16);
      body.writeBytes(in.readNBytes(length));
      line(in);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  /** A line without its end; empty also at the end of input. */
  private static String line(PushbackInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }
}

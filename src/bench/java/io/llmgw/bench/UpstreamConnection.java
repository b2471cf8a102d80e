package io.llmgw.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to the scripted upstream. */
final class UpstreamConnection implements Runnable {
  private static final byte[] START = Script.START.getBytes(StandardCharsets.US_ASCII);

  private final ScriptedUpstream upstream;
  private final Socket socket;
  private final Answers openAi = Answers.openAi();
  private final Answers anthropic = Answers.anthropic();
  private Answers answers = openAi;
  private final BodyBuffer body = new BodyBuffer();

  UpstreamConnection(ScriptedUpstream upstream, Socket socket) {
    this.upstream = upstream;
    this.socket = socket;
  }

  @Override
  public void run() {
    try (HttpConnection connection = new HttpConnection(socket)) {
      HttpMessage request = HttpMessage.request();
      while (connection.read(request, body)) {
        answer(request, connection.out());
        request.reset();
        body.clear();
      }
    } catch (IOException reset) {
      // A client that resets the connection is counted below when it left a stream behind.
    } catch (IllegalArgumentException wrongScript) {
      System.err.println("upstream: " + wrongScript.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (upstream.letGo(this)) {
      upstream.countCancelled();
    }
  }

  private void answer(HttpMessage request, OutputStream out)
      throws IOException, InterruptedException {
    String line = request.startLine();
    boolean messages = line.contains("/messages ");
    if (line.startsWith("POST ") && (messages || line.contains("/chat/completions "))) {
      upstream.countRequest();
      answers = messages ? anthropic : openAi;
      answerChat(out);
    } else if (line.startsWith("GET /bench/stats ")) {
      out.write(Answers.text("200 OK", upstream.stats().text()));
    } else if (line.startsWith("POST /bench/release ")) {
      upstream.releaseAll();
      out.write(Answers.text("200 OK", "released"));
    } else if (line.startsWith("GET ") && line.contains("/models ")) {
      out.write(Answers.text("200 OK", "{\"object\":\"list\",\"data\":[{\"id\":\"bench\"}]}"));
    } else {
      out.write(Answers.text("404 Not Found", "the scripted upstream has no " + line));
    }
  }

  private void answerChat(OutputStream out) throws IOException, InterruptedException {
    int words = body.indexOf(START) + START.length;
    int end = words;
    while (end < body.length() && body.array()[end] != ']') {
      end++;
    }
    int nonce = end - NonceTemplate.DIGITS;
    if (words < START.length || nonce <= words) {
      out.write(Answers.text("400 Bad Request", "no " + Script.START + "...]] in the request"));
      return;
    }
    String text = new String(body.array(), words, nonce - 1 - words, StandardCharsets.US_ASCII);
    switch (Script.parse(text)) {
      case Script.Json() -> out.write(answers.json(body.array(), nonce));
      case Script.Stream(int events, int delay) -> stream(out, nonce, events, delay);
      case Script.Hold() -> {
        upstream.hold(this);
        out.write(answers.first(body.array(), nonce));
      }
    }
  }

  private void stream(OutputStream out, int nonce, int events, int delayMillis)
      throws IOException, InterruptedException {
    try {
      out.write(answers.first(body.array(), nonce));
      for (int sent = 1; sent < events; sent++) {
        if (delayMillis > 0) {
          Thread.sleep(delayMillis);
        }
        out.write(answers.next());
      }
      out.write(answers.last());
    } catch (IOException gone) {
      upstream.countCancelled();
      throw gone;
    }
  }

  /** Ends the held stream; the connection's own thread is waiting for the next request. */
  void release() {
    try {
      socket.getOutputStream().write(answers.last());
    } catch (IOException gone) {
      upstream.countCancelled();
    }
  }
}

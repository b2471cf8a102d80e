package io.llmgw.bench;

import java.net.ProtocolException;

/**
 * A push parser for one HTTP/1.1 message at a time: bytes go in as they arrive, the decoded body
 * comes out at a {@link BodySink}. Not thread-safe; {@link #reset} makes it ready for the next
 * message of the connection.
 */
final class HttpMessage {
  private enum State {
    HEAD,
    FIXED,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE,
    DONE
  }

  private final boolean response;
  private final HttpHead head = new HttpHead();
  private State state = State.HEAD;
  private long remaining;
  private int trailerLine;
  private boolean inExtension;

  private HttpMessage(boolean response) {
    this.response = response;
    head.reset();
  }

  static HttpMessage request() {
    return new HttpMessage(false);
  }

  static HttpMessage response() {
    return new HttpMessage(true);
  }

  void reset() {
    head.reset();
    state = State.HEAD;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** True until the first byte of the message was seen. */
  boolean isUntouched() {
    return head.isEmpty();
  }

  /** True when the connection cannot carry another message. */
  boolean isClosing() {
    return head.isClosing()
        || (response && !head.isChunked() && head.contentLength() == HttpHead.UNKNOWN);
  }

  int status() throws ProtocolException {
    return head.status();
  }

  String startLine() {
    return head.startLine();
  }

  /** Takes bytes up to the end of the message and returns the index of the first one left over. */
  int feed(byte[] bytes, int from, int to, BodySink sink) throws ProtocolException {
    int at = from;
    while (at < to && state != State.DONE) {
      at =
          switch (state) {
            case HEAD -> readHead(bytes, at, to);
            case FIXED, CHUNK_DATA -> readData(bytes, at, to, sink);
            case CHUNK_SIZE -> readChunkSize(bytes, at, to);
            case CHUNK_END -> readChunkEnd(bytes, at);
            case TRAILER -> readTrailer(bytes, at, to);
            case UNTIL_CLOSE -> {
              sink.accept(bytes, at, to);
              yield to;
            }
            case DONE -> at;
          };
    }
    return at;
  }

  /** Tells the parser that the peer closed the connection. */
  void end() throws ProtocolException {
    if (state != State.UNTIL_CLOSE) {
      throw new ProtocolException(
          isUntouched() ? "connection closed without an answer" : "connection closed in a message");
    }
    state = State.DONE;
  }

  private int readHead(byte[] bytes, int from, int to) throws ProtocolException {
    int at = head.feed(bytes, from, to);
    if (head.isComplete()) {
      remaining = head.isChunked() ? 0 : head.contentLength();
      inExtension = false;
      state = stateAfterHead();
    }
    return at;
  }

  private State stateAfterHead() throws ProtocolException {
    int status = response ? status() : 0;
    if (head.isChunked()) {
      return State.CHUNK_SIZE;
    }
    if (remaining == 0 || status == 204 || status == 304) {
      return State.DONE;
    }
    if (remaining > 0) {
      return State.FIXED;
    }
    return response ? State.UNTIL_CLOSE : State.DONE;
  }

  private int readData(byte[] bytes, int from, int to, BodySink sink) {
    int end = (int) Math.min(to, from + remaining);
    sink.accept(bytes, from, end);
    remaining -= end - from;
    if (remaining == 0) {
      state = state == State.FIXED ? State.DONE : State.CHUNK_END;
    }
    return end;
  }

  private int readChunkSize(byte[] bytes, int from, int to) throws ProtocolException {
    for (int at = from; at < to; at++) {
      byte next = bytes[at];
      if (next == '\n') {
        inExtension = false;
        trailerLine = 0;
        state = remaining == 0 ? State.TRAILER : State.CHUNK_DATA;
        return at + 1;
      }
      inExtension |= next == ';' || next == '\r' || next == ' ';
      if (!inExtension) {
        remaining = remaining * 16 + hexDigit(next);
      }
    }
    return to;
  }

  private static int hexDigit(byte digit) throws ProtocolException {
    int value = Character.digit(digit, 16);
    if (value < 0) {
      throw new ProtocolException("chunk size is not hexadecimal");
    }
    return value;
  }

  private int readChunkEnd(byte[] bytes, int at) throws ProtocolException {
    if (bytes[at] == '\n') {
      state = State.CHUNK_SIZE;
    } else if (bytes[at] != '\r') {
      throw new ProtocolException("chunk is longer than its size says");
    }
    return at + 1;
  }

  /** Skips trailer lines up to the empty one. */
  private int readTrailer(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        if (trailerLine == 0) {
          state = State.DONE;
          return at + 1;
        }
        trailerLine = 0;
      } else if (bytes[at] != '\r') {
        trailerLine++;
      }
    }
    return to;
  }
}

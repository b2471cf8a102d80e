package io.llmgw.bench;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The start line and the headers of a message, of which only those are read that say how the body
 * ends. Not thread-safe; {@link #reset} empties it for the next message.
 */
final class HttpHead {
  /** The value of {@link #contentLength} when there is no such header. */
  static final long UNKNOWN = -1;

  private static final int MAX_LENGTH = 64 * 1024;
  private static final int END = 0x0d0a0d0a;
  private static final byte[] CONTENT_LENGTH = ascii("content-length:");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");
  private static final byte[] CONNECTION = ascii("connection:");

  private byte[] bytes = new byte[1024];
  private int length;
  private int lastFour;
  private long contentLength;
  private boolean chunked;
  private boolean closing;

  void reset() {
    length = 0;
    lastFour = 0;
    contentLength = UNKNOWN;
    chunked = false;
    closing = false;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** True when the empty line was read; the other methods may be asked from then on. */
  boolean isComplete() {
    return lastFour == END;
  }

  /** Takes bytes up to the empty line and returns the index of the first one left over. */
  int feed(byte[] source, int from, int to) throws ProtocolException {
    int at = from;
    int window = lastFour;
    while (at < to && window != END) {
      window = (window << 8) | (source[at++] & 0xff);
    }
    append(source, from, at);
    lastFour = window;
    if (window == END) {
      for (int line = lineAfter(0); bytes[line] != '\r'; line = lineAfter(line)) {
        readHeader(line);
      }
    }
    return at;
  }

  String startLine() {
    int end = 0;
    while (end < length && bytes[end] != '\r') {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** The status of an answer. */
  int status() throws ProtocolException {
    int status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    if (length < 12 || bytes[0] != 'H' || status < 100 || status > 999) {
      throw new ProtocolException("not an HTTP status line: " + startLine());
    }
    return status;
  }

  long contentLength() {
    return contentLength;
  }

  boolean isChunked() {
    return chunked;
  }

  /** True when the sender closes the connection after this message. */
  boolean isClosing() {
    return closing;
  }

  private void append(byte[] source, int from, int to) throws ProtocolException {
    int needed = length + to - from;
    if (needed > MAX_LENGTH) {
      throw new ProtocolException("head is larger than " + MAX_LENGTH + " bytes");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    System.arraycopy(source, from, bytes, length, to - from);
    length = needed;
  }

  private int lineAfter(int from) {
    int at = from;
    while (bytes[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private void readHeader(int line) throws ProtocolException {
    if (isNamed(line, CONTENT_LENGTH)) {
      contentLength = decimal(valueAt(line + CONTENT_LENGTH.length));
    } else if (isNamed(line, TRANSFER_ENCODING)) {
      chunked = true;
    } else if (isNamed(line, CONNECTION)) {
      closing = (bytes[valueAt(line + CONNECTION.length)] | 0x20) == 'c';
    }
  }

  private boolean isNamed(int line, byte[] name) {
    if (line + name.length > length) {
      return false;
    }
    for (int at = 0; at < name.length; at++) {
      if ((bytes[line + at] | 0x20) != (name[at] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int valueAt(int from) {
    int at = from;
    while (bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private long decimal(int from) throws ProtocolException {
    long value = 0;
    int at = from;
    for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = value * 10 + bytes[at] - '0';
    }
    if (at == from || (bytes[at] != '\r' && bytes[at] != ' ')) {
      throw new ProtocolException("content-length is not a number");
    }
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

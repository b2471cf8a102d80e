package io.llmgw.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines of JSON byte by byte; empty lines are skipped, and the last line needs no line end.
 * Not thread-safe.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">newline delimited JSON</a>
 */
public final class LineReader {
  private static final int FIRST_BUFFER = 8 * 1024;

  private final InputStream in;
  private final int maxBytes;
  private byte[] buffer = new byte[FIRST_BUFFER];
  // unread input is buffer[at..limit), the current line buffer[from..to)
  private int at;
  private int limit;
  private int from;
  private int to;
  private boolean ended;

  /**
   * Reads from that stream, which the caller closes.
   *
   * @param maxBytes most bytes accepted in one line
   */
  public LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /**
   * Waits for the next line that is not empty.
   *
   * @return false at the end of input
   * @throws EventTooLongException when a line is longer than allowed
   */
  public boolean next() throws IOException {
    do {
      if (!read()) {
        return false;
      }
      trim();
    } while (from == to);
    return true;
  }

  private boolean read() throws IOException {
    int scanned = at;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          from = at;
          to = i;
          at = i + 1;
          return true;
        }
      }
      scanned = limit;
      if (limit - at > maxBytes) {
        throw new EventTooLongException(maxBytes);
      }
      if (ended) {
        from = at;
        to = limit;
        at = limit;
        return to > from;
      }
      scanned -= fill();
    }
  }

  /** Reads more; returns by how much what is unread has moved to the front. */
  private int fill() throws IOException {
    int moved = 0;
    if (limit == buffer.length) {
      moved = at;
      int unread = limit - at;
      byte[] target = unread > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, at, target, 0, unread);
      buffer = target;
      at = 0;
      limit = unread;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    ended = count < 0;
    limit += Math.max(0, count);
    return moved;
  }

  private void trim() {
    while (from < to && blank(buffer[from])) {
      from++;
    }
    while (from < to && blank(buffer[to - 1])) {
      to--;
    }
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\r' || b == '\t';
  }

  /** Whether a whole further line is here already. */
  public boolean ready() {
    for (int i = at; i < limit; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** The array that holds the line, until the next call of {@link #next}. */
  public byte[] data() {
    return buffer;
  }

  public int start() {
    return from;
  }

  public int length() {
    return to - from;
  }

  /** A copy of the line. */
  public byte[] line() {
    return Arrays.copyOfRange(buffer, from, to);
  }
}

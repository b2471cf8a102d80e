package io.llmgw.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events byte by byte: any of the three line ends, also cut between reads; comments and
 * unknown fields skipped; several {@code data} lines joined by a line feed; an event without its closing blank line
 * delivered at the end of input. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the specification</a>
 */
public final class SseReader {
  private static final int FIRST_BUFFER = 8 * 1024;

  private final InputStream in;
  private final int maxEventBytes;
  private byte[] buffer = new byte[FIRST_BUFFER];
  // unread input is buffer[at..limit)
  private int at;
  private int limit;
  private boolean ended;
  private boolean skipLineFeed;
  private int lineFrom;
  private int lineTo;
  // the current event: one line's range in the buffer, or several lines joined
  private int dataStart;
  private int dataEnd;
  private final Bytes joined = new Bytes(0);
  private boolean several;
  private @Nullable String name;

  /**
   * Reads from that stream, which the caller closes.
   *
   * @param maxEventBytes longest event accepted
   */
  public SseReader(InputStream in, int maxEventBytes) {
    this.in = in;
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Waits for the next event that has data.
   *
   * @return false at the end of input
   * @throws EventTooLongException when an event is longer than allowed
   */
  public boolean next() throws IOException {
    dataStart = -1;
    several = false;
    name = null;
    while (readLine()) {
      if (lineTo > lineFrom) {
        field(lineFrom, lineTo);
      } else if (dataStart >= 0) {
        return true;
      } else {
        name = null;
      }
    }
    return dataStart >= 0;
  }

  /** Whether the next call of {@link #next} will most likely not wait. */
  public boolean ready() {
    for (int p = at; p + 1 < limit; p++) {
      if (buffer[p] == '\n' && (buffer[p + 1] == '\n' || buffer[p + 1] == '\r')) {
        return true;
      }
    }
    return false;
  }

  /** The array the event's data lies in, valid until the next call of {@link #next}. */
  public byte[] data() {
    return several ? joined.array() : buffer;
  }

  public int dataStart() {
    return several ? 0 : dataStart;
  }

  public int dataLength() {
    return several ? joined.length() : dataEnd - dataStart;
  }

  /** The event's name, or null. */
  public @Nullable String name() {
    return name;
  }

  /** Whether the data is exactly this (ASCII) text. */
  public boolean dataIs(String text) {
    if (dataLength() != text.length()) {
      return false;
    }
    byte[] data = data();
    int from = dataStart();
    for (int i = 0; i < text.length(); i++) {
      if (data[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Finds the next line, reading as needed, and moves {@code at} past it; false when there is none. */
  private boolean readLine() throws IOException {
    int scanned = 0;
    while (true) {
      if (skipLineFeed && at < limit) {
        skipLineFeed = false;
        if (buffer[at] == '\n') {
          at++;
        }
      }
      for (int p = at + scanned; p < limit; p++) {
        byte b = buffer[p];
        if (b == '\n' || b == '\r') {
          skipLineFeed = b == '\r';
          return line(p, p + 1);
        }
      }
      scanned = limit - at;
      if (ended || !fill()) {
        return at < limit && line(limit, limit);
      }
    }
  }

  private boolean line(int to, int next) {
    lineFrom = at;
    lineTo = to;
    at = next;
    return true;
  }

  /** Reads more behind what is there; keeps the pending data line and the unread rest. */
  private boolean fill() throws IOException {
    int keep = dataStart >= 0 && !several ? dataStart : at;
    if (limit - keep > maxEventBytes) {
      throw new EventTooLongException(maxEventBytes);
    }
    if (keep > 0 && (limit == buffer.length || keep == limit)) {
      System.arraycopy(buffer, keep, buffer, 0, limit - keep);
      at -= keep;
      limit -= keep;
      if (dataStart >= 0 && !several) {
        dataStart -= keep;
        dataEnd -= keep;
      }
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      ended = true;
      return false;
    }
    limit += count;
    return true;
  }

  private void field(int line, int lineEnd) {
    if (starts(line, lineEnd, "data")) {
      data(value(line + 4, lineEnd), lineEnd);
    } else if (starts(line, lineEnd, "event")) {
      int from = value(line + 5, lineEnd);
      name = new String(buffer, from, lineEnd - from, StandardCharsets.UTF_8);
    }
  }

  private void data(int from, int to) {
    if (dataStart < 0) {
      dataStart = from;
      dataEnd = to;
      return;
    }
    if (!several) {
      joined.clear(Integer.MAX_VALUE);
      joined.append(buffer, dataStart, dataEnd - dataStart);
      several = true;
    }
    if (joined.length() + (to - from) > maxEventBytes) {
      throw new EventTooLongException(maxEventBytes);
    }
    joined.write('\n');
    joined.append(buffer, from, to - from);
  }

  private int value(int at, int lineEnd) {
    int p = at < lineEnd ? at + 1 : at;
    return p < lineEnd && buffer[p] == ' ' ? p + 1 : p;
  }

  private boolean starts(int line, int lineEnd, String field) {
    int length = field.length();
    if (lineEnd - line < length || (lineEnd - line > length && buffer[line + length] != ':')) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (buffer[line + i] != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

package io.llmgw.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events byte by byte: any of the three line ends, also cut between
 * reads; one byte order mark, comments and unknown fields skipped; several {@code data} lines
 * joined by a line feed. Two things real servers do are taken as meant: an event without its
 * closing blank line is delivered at the end of input, and a {@code data} line that cannot go on
 * the JSON text of the one before begins an event of its own. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the
 *     specification</a>
 */
public final class SseReader {
  private static final int FIRST_BUFFER = 8 * 1024;
  private static final int MOST_STRAY = 64 * 1024;

  private final InputStream in;
  private final int maxEventBytes;
  private byte[] buffer = new byte[FIRST_BUFFER];
  // unread input is buffer[at..limit)
  private int at;
  private int limit;
  private boolean begun;
  private boolean ended;
  private boolean skipLineFeed;
  private int lineFrom;
  private int lineTo;
  // the current event's data, if it has any: buffer[dataStart..dataEnd), or apart from the buffer
  private boolean hasData;
  private int dataStart;
  private int dataEnd;
  private boolean apart;
  private final Bytes joined = new Bytes(0);
  private @Nullable String name;
  private final Bytes stray = new Bytes(0);

  /**
   * Reads from that stream, which the caller closes.
   *
   * @param maxEventBytes most bytes accepted in one line, and in the data of one event
   */
  public SseReader(InputStream in, int maxEventBytes) {
    this.in = in;
    this.maxEventBytes = maxEventBytes;
  }

  /**
   * Waits for the next event that has data.
   *
   * @return false at the end of input
   * @throws EventTooLongException when a line or an event is longer than allowed
   */
  public boolean next() throws IOException {
    hasData = false;
    apart = false;
    name = null;
    while (readLine()) {
      if (lineTo == lineFrom) {
        if (hasData) {
          return true;
        }
        name = null;
      } else if (beginsAnotherEvent()) {
        at = lineFrom;
        skipLineFeed = false;
        return true;
      } else {
        field();
      }
    }
    return hasData;
  }

  /**
   * Whether the next call of {@link #next} will not wait for input: never true when it would, so
   * that nothing is held back for an event that may not come.
   */
  public boolean ready() {
    boolean data = false;
    int line = skipLineFeed && at < limit && buffer[at] == '\n' ? at + 1 : at;
    while (true) {
      int lineEnd = ByteSearch.endOfLine(buffer, line, limit);
      if (lineEnd == limit) {
        return ended;
      }
      if (lineEnd == line && data) {
        return true;
      }
      data |= starts(line, lineEnd, "data");
      boolean two = buffer[lineEnd] == '\r' && lineEnd + 1 < limit && buffer[lineEnd + 1] == '\n';
      line = two ? lineEnd + 2 : lineEnd + 1;
    }
  }

  /** The array the event's data lies in, valid until the next call of {@link #next}. */
  public byte[] data() {
    return apart ? joined.array() : buffer;
  }

  public int dataStart() {
    return apart ? 0 : dataStart;
  }

  public int dataLength() {
    return apart ? joined.length() : dataEnd - dataStart;
  }

  /** The event's name, or null. */
  public @Nullable String name() {
    return name;
  }

  /**
   * The lines so far that were no part of any event, such as an error that a server wrote as it
   * was; cut off when they are very many.
   */
  public String stray() {
    return stray.toString();
  }

  /** Whether the data is this (ASCII) text, apart from white space around it. */
  public boolean dataIs(String text) {
    byte[] data = data();
    int from = dataStart();
    int to = from + dataLength();
    while (from < to && data[to - 1] >= 0 && data[to - 1] <= ' ') {
      to--;
    }
    while (from < to && data[from] >= 0 && data[from] <= ' ') {
      from++;
    }
    return to - from == text.length() && begins(data, from, text);
  }

  /**
   * Finds the next line, reading as needed, and moves {@code at} past it; false if there is none.
   */
  private boolean readLine() throws IOException {
    int scanned = 0;
    while (true) {
      if (skipLineFeed && at < limit) {
        skipLineFeed = false;
        if (buffer[at] == '\n') {
          at++;
        }
      }
      int lineEnd = ByteSearch.endOfLine(buffer, at + scanned, limit);
      if (lineEnd < limit) {
        skipLineFeed = buffer[lineEnd] == '\r';
        return line(lineEnd, lineEnd + 1);
      }
      scanned = limit - at;
      if (ended || !fill()) {
        return at < limit && line(limit, limit);
      }
    }
  }

  private boolean line(int to, int next) {
    requireRoom(to - at);
    lineFrom = begun ? at : afterByteOrderMark(to);
    begun = true;
    lineTo = to;
    at = next;
    return true;
  }

  private int afterByteOrderMark(int to) {
    boolean marked =
        to - at >= 3
            && buffer[at] == (byte) 0xEF
            && buffer[at + 1] == (byte) 0xBB
            && buffer[at + 2] == (byte) 0xBF;
    return marked ? at + 3 : at;
  }

  /** Reads more behind the unread rest, which is a piece of one line. */
  private boolean fill() throws IOException {
    requireRoom(limit - at);
    setDataApart();
    if (at == limit && buffer.length > FIRST_BUFFER) {
      // one huge event must not cost its size for the rest of a long stream
      buffer = new byte[FIRST_BUFFER];
    } else if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
    }
    limit -= at;
    at = 0;
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * limit, maxEventBytes + 1L));
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      ended = true;
      return false;
    }
    limit += count;
    return true;
  }

  private void requireRoom(int length) {
    if (length > maxEventBytes) {
      throw new EventTooLongException(maxEventBytes);
    }
  }

  private void field() {
    if (starts(lineFrom, lineTo, "data")) {
      data(value(lineFrom + 4));
    } else if (starts(lineFrom, lineTo, "event")) {
      int from = value(lineFrom + 5);
      name =
          from == lineTo ? null : new String(buffer, from, lineTo - from, StandardCharsets.UTF_8);
    } else if (buffer[lineFrom] != ':'
        && !starts(lineFrom, lineTo, "id")
        && !starts(lineFrom, lineTo, "retry")) {
      strayLine();
    }
  }

  private void strayLine() {
    int room = MOST_STRAY - stray.length();
    if (room > 0) {
      stray.append(buffer, lineFrom, Math.min(room, lineTo - lineFrom));
      stray.write('\n');
    }
  }

  private void data(int from) {
    if (hasData) {
      setDataApart();
      requireRoom(joined.length() + 1 + (lineTo - from));
      joined.write('\n');
      joined.append(buffer, from, lineTo - from);
    } else {
      hasData = true;
      dataStart = from;
      dataEnd = lineTo;
    }
  }

  private void setDataApart() {
    if (hasData && !apart) {
      joined.clear(FIRST_BUFFER);
      joined.append(buffer, dataStart, dataEnd - dataStart);
      apart = true;
    }
  }

  /**
   * Whether this data line and the one before are two events of a server that ends an event with a
   * single line feed: in no JSON text is a closing brace followed by an opening one.
   */
  private boolean beginsAnotherEvent() {
    if (!hasData || dataLength() == 0 || !starts(lineFrom, lineTo, "data")) {
      return false;
    }
    int from = value(lineFrom + 4);
    byte[] data = data();
    return data[dataStart()] == '{'
        && data[dataStart() + dataLength() - 1] == '}'
        && from < lineTo
        && (buffer[from] == '{' || buffer[from] == '[');
  }

  /** Where the value of the current line's field begins, the field's name ending there. */
  private int value(int nameEnd) {
    int p = nameEnd < lineTo ? nameEnd + 1 : nameEnd;
    return p < lineTo && buffer[p] == ' ' ? p + 1 : p;
  }

  private boolean starts(int line, int lineEnd, String field) {
    int length = field.length();
    return (lineEnd - line == length || (lineEnd - line > length && buffer[line + length] == ':'))
        && begins(buffer, line, field);
  }

  private static boolean begins(byte[] bytes, int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

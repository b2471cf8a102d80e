package io.llmgw.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that is emptied and used again, so that a request allocates nothing. */
final class BodyBuffer implements BodySink {
  private byte[] bytes = new byte[4096];
  private int length;

  @Override
  public void accept(byte[] source, int from, int to) {
    int added = to - from;
    if (length + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + added, 2 * bytes.length));
    }
    System.arraycopy(source, from, bytes, length, added);
    length += added;
  }

  void add(byte[] source) {
    accept(source, 0, source.length);
  }

  void addDecimal(int value) {
    add(Integer.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  void add(BodyBuffer other) {
    accept(other.bytes, 0, other.length);
  }

  void clear() {
    length = 0;
  }

  /** The array behind the buffer: only the first {@link #length} bytes count. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  int indexOf(byte[] wanted) {
    for (int at = 0; at <= length - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}

package io.llmgw.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;

/** Gives one piece a read, as a socket does; at the end it is over, or silent. */
final class PiecewiseInputStream extends InputStream {

  /** A read that would have to wait. */
  static final class Silence extends IOException {
    Silence() {
      super("nothing more for now");
    }
  }

  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private final boolean silentAtEnd;
  private long count;

  private PiecewiseInputStream(boolean silentAtEnd) {
    this.silentAtEnd = silentAtEnd;
  }

  /** Cuts at these offsets, in rising order. */
  static PiecewiseInputStream cut(byte[] bytes, int... offsets) {
    PiecewiseInputStream in = new PiecewiseInputStream(false);
    int from = 0;
    for (int to : offsets) {
      in.add(bytes, from, to);
      from = to;
    }
    in.add(bytes, from, bytes.length);
    return in;
  }

  static PiecewiseInputStream every(byte[] bytes, int size) {
    PiecewiseInputStream in = new PiecewiseInputStream(false);
    for (int from = 0; from < bytes.length; from += size) {
      in.add(bytes, from, Math.min(bytes.length, from + size));
    }
    return in;
  }

  /** Gives the bytes in one read, and then nothing, but no end either. */
  static PiecewiseInputStream thenSilent(byte[] bytes, int length) {
    PiecewiseInputStream in = new PiecewiseInputStream(true);
    in.add(bytes, 0, length);
    return in;
  }

  private void add(byte[] bytes, int from, int to) {
    if (from < to) {
      pieces.add(Arrays.copyOfRange(bytes, from, to));
    }
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  @Override
  public int read() {
    throw new AssertionError("reads single bytes");
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    byte[] piece = pieces.poll();
    if (piece == null) {
      if (silentAtEnd) {
        throw new Silence();
      }
      return -1;
    }
    int given = Math.min(length, piece.length);
    if (given == 0) {
      throw new AssertionError("asks for nothing");
    }
    System.arraycopy(piece, 0, bytes, from, given);
    if (given < piece.length) {
      pieces.addFirst(Arrays.copyOfRange(piece, given, piece.length));
    }
    count += given;
    return given;
  }
}

package io.llmgw.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A body made of slices of other arrays, so that most of it is never copied. Immutable as long as
 * those arrays are.
 */
public final class Payload {
  /** A body without bytes. */
  public static final Payload EMPTY = new Payload(List.of(), 0);

  private record Slice(byte[] array, int from, int length) {}

  private final List<Slice> slices;
  private final int length;

  private Payload(List<Slice> slices, int length) {
    this.slices = slices;
    this.length = length;
  }

  public static Payload of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  public static Payload of(byte[] bytes, int from, int length) {
    return new Payload(List.of(new Slice(bytes, from, length)), length);
  }

  public int length() {
    return length;
  }

  public void writeTo(OutputStream out) throws IOException {
    for (Slice slice : slices) {
      out.write(slice.array, slice.from, slice.length);
    }
  }

  /** Appends the content. */
  public void appendTo(Bytes out) {
    for (Slice slice : slices) {
      out.append(slice.array, slice.from, slice.length);
    }
  }

  public byte[] toByteArray() {
    byte[] all = new byte[length];
    int at = 0;
    for (Slice slice : slices) {
      System.arraycopy(slice.array, slice.from, all, at, slice.length);
      at += slice.length;
    }
    return all;
  }

  /** Collects slices; neighbours in the same array become one. */
  static final class Builder {
    private final List<Slice> slices = new ArrayList<>(8);
    private byte[] array = new byte[0];
    private int from;
    private int to;
    private int length;

    Builder add(byte[] bytes, int start, int end) {
      if (start < end) {
        if (bytes != array || start != to) {
          close();
          array = bytes;
          from = start;
        }
        to = end;
        length += end - start;
      }
      return this;
    }

    Builder add(byte[] bytes) {
      return add(bytes, 0, bytes.length);
    }

    Payload build() {
      close();
      return new Payload(List.copyOf(slices), length);
    }

    private void close() {
      if (from < to) {
        slices.add(new Slice(array, from, to - from));
      }
      from = 0;
      to = 0;
    }
  }
}

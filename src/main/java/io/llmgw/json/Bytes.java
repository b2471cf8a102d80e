package io.llmgw.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that lends out its inside. Not thread-safe. */
public final class Bytes extends OutputStream {
  private byte[] array;
  private int length;

  public Bytes(int capacity) {
    array = new byte[capacity];
  }

  /**
   * The bytes so far are {@code array()[0..length())}; the array is valid until the next append.
   */
  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  /** Forgets the content; an array grown past {@code keep} bytes is given back. */
  public void clear(int keep) {
    length = 0;
    if (array.length > keep) {
      array = new byte[keep];
    }
  }

  public Bytes append(byte[] bytes) {
    return append(bytes, 0, bytes.length);
  }

  public Bytes append(byte[] bytes, int from, int count) {
    grow(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
    return this;
  }

  public Bytes append(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends text that is known to be ASCII; for a short one this saves a copy. */
  Bytes appendAscii(String text) {
    int count = text.length();
    grow(count);
    for (int i = 0; i < count; i++) {
      array[length + i] = (byte) text.charAt(i);
    }
    length += count;
    return this;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(array, length);
  }

  @Override
  public void write(int b) {
    grow(1);
    array[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    append(bytes, from, count);
  }

  /** Hands the content to a stream. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, 0, length);
  }

  @Override
  public String toString() {
    return new String(array, 0, length, StandardCharsets.UTF_8);
  }

  private void grow(int more) {
    int needed = Math.addExact(length, more);
    if (needed > array.length) {
      array = Arrays.copyOf(array, Math.max(needed, array.length * 2));
    }
  }
}

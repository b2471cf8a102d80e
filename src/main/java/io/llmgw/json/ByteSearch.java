package io.llmgw.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches that look at eight bytes at a time: long strings (images, documents) and stream lines
 * are most of what passes, and this is several times as fast as byte by byte.
 *
 * @see <a href="https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord">how a word is
 *     searched</a>
 */
final class ByteSearch {
  // little-endian, so that the lowest mark, the only one that is certain, is the first byte's
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private ByteSearch() {}

  /** The first quote, backslash or control character in that range, or its end. */
  static int endOfPlainText(byte[] bytes, int from, int to) {
    int p = from;
    for (; p <= to - 8; p += 8) {
      long eight = (long) EIGHT.get(bytes, p);
      long marks = below(eight, ' ') | equal(eight, '"') | equal(eight, '\\');
      if (marks != 0) {
        return p + firstMark(marks);
      }
    }
    while (p < to && bytes[p] != '"' && bytes[p] != '\\' && (bytes[p] >= ' ' || bytes[p] < 0)) {
      p++;
    }
    return p;
  }

  /** The first line feed or carriage return in that range, or its end. */
  static int endOfLine(byte[] bytes, int from, int to) {
    int p = from;
    for (; p <= to - 8; p += 8) {
      long eight = (long) EIGHT.get(bytes, p);
      long marks = equal(eight, '\n') | equal(eight, '\r');
      if (marks != 0) {
        return p + firstMark(marks);
      }
    }
    while (p < to && bytes[p] != '\n' && bytes[p] != '\r') {
      p++;
    }
    return p;
  }

  private static long equal(long eight, char wanted) {
    return below(eight ^ (ONES * wanted), (char) 1);
  }

  /** Marks the high bits of the bytes below that; above the first of them also of others. */
  private static long below(long eight, char bound) {
    return (eight - ONES * bound) & ~eight & HIGH_BITS;
  }

  private static int firstMark(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }
}

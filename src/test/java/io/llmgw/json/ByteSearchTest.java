package io.llmgw.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {

  @Test
  void findsEveryByteAtEveryPlaceAndNoneOutside() {
    byte[] bytes = new byte[40];
    for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
      boolean plain = b < 0 || (b >= ' ' && b != '"' && b != '\\');
      boolean inLine = b != '\n' && b != '\r';
      for (int at = 0; at < bytes.length; at++) {
        for (byte filler : new byte[] {' ', '#', '!', 'a', 0x7f, -1, -128}) {
          Arrays.fill(bytes, filler);
          bytes[at] = (byte) b;
          int from = Math.min(at, 3);
          int to = bytes.length - 2;
          int expected = Math.min(at, to);
          check(ByteSearch.endOfPlainText(bytes, from, to), plain ? to : expected);
          check(ByteSearch.endOfLine(bytes, from, to), inLine ? to : expected);
          check(ByteSearch.endOfPlainText(bytes, at + 1, bytes.length), bytes.length);
          check(ByteSearch.endOfLine(bytes, at + 1, bytes.length), bytes.length);
        }
      }
    }
  }

  @Test
  void findsTheFirstOfMany() {
    Random random = new Random(1);
    byte[] bytes = new byte[64];
    for (int round = 0; round < 20_000; round++) {
      random.nextBytes(bytes);
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(bytes.length - from + 1);
      int plain = from;
      while (plain < to && "\"\\".indexOf(bytes[plain]) < 0 && (bytes[plain] & 0xff) >= ' ') {
        plain++;
      }
      int line = from;
      while (line < to && "\r\n".indexOf(bytes[line]) < 0) {
        line++;
      }
      check(ByteSearch.endOfPlainText(bytes, from, to), plain);
      check(ByteSearch.endOfLine(bytes, from, to), line);
    }
  }

  private static void check(int found, int expected) {
    if (found != expected) {
      assertThat(found).isEqualTo(expected);
    }
  }
}

package io.llmgw.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void holdsWhatAByteArrayOutputStreamHolds() throws IOException {
    Random random = new Random(1);
    for (int capacity : new int[] {0, 1, 7, 1000}) {
      Bytes bytes = new Bytes(capacity);
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      for (int i = 0; i < 200; i++) {
        byte[] piece = new byte[random.nextInt(20)];
        random.nextBytes(piece);
        int from = random.nextInt(piece.length + 1);
        int count = random.nextInt(piece.length - from + 1);
        switch (random.nextInt(4)) {
          case 0 -> bytes.append(piece, from, count);
          case 1 -> bytes.write(piece, from, count);
          case 2 -> {
            bytes.append(piece);
            expected.write(piece);
            count = 0;
          }
          default -> {
            bytes.write(-i);
            expected.write(-i);
            count = 0;
          }
        }
        expected.write(piece, from, count);
        assertThat(bytes.length()).isEqualTo(expected.size());
      }
      assertThat(bytes.toByteArray()).isEqualTo(expected.toByteArray());
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      bytes.writeTo(copy);
      assertThat(copy.toByteArray()).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void writesTextAsUtf8() {
    Bytes bytes = new Bytes(0).append("é").append("").append("😀\n");
    assertThat(bytes.toByteArray()).isEqualTo("é😀\n".getBytes(UTF_8));
    assertThat(bytes.toString()).isEqualTo("é😀\n");
  }

  @Test
  void lendsItsInside() {
    Bytes bytes = new Bytes(8).append("abc");
    assertThat(bytes.array()).hasSize(8).startsWith('a', 'b', 'c');
  }

  @Test
  void appendsItsOwnInside() {
    Bytes bytes = new Bytes(3).append("abc");
    bytes.append(bytes.array(), 0, bytes.length()).append(bytes.array(), 1, 2);
    assertThat(bytes.toString()).isEqualTo("abcabcbc");
  }

  @Test
  void growsByMoreThanItNeeds() {
    Bytes bytes = new Bytes(0);
    int grown = 0;
    byte[] array = bytes.array();
    for (int i = 0; i < 100_000; i++) {
      bytes.write(i);
      if (bytes.array() != array) {
        grown++;
        array = bytes.array();
      }
    }
    assertThat(grown).isLessThan(20);
  }

  @Test
  void keepsASmallArrayWhenClearedAndGivesALargeOneBack() {
    Bytes bytes = new Bytes(4).append("abcdefgh");
    byte[] array = bytes.array();
    bytes.clear(8);
    assertThat(bytes.length()).isZero();
    assertThat(bytes.toByteArray()).isEmpty();
    assertThat(bytes.array()).isSameAs(array);

    bytes.append("abcdefghi").clear(8);
    assertThat(bytes.array()).hasSize(8);
    assertThat(bytes.append("x").toString()).isEqualTo("x");
  }

  @Test
  void refusesARangeOutsideTheArrayAndStaysAsItWas() {
    Bytes bytes = new Bytes(4).append("ab");
    byte[] source = new byte[3];
    assertThatThrownBy(() -> bytes.append(source, 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.append(source, -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.append(source, 0, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(bytes.toString()).isEqualTo("ab");
  }
}

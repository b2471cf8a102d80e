package io.llmgw.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void writesTheSameEveryWay() throws IOException {
    byte[] bytes = "0123456789".getBytes(UTF_8);
    Payload payload =
        new Payload.Builder().add(bytes, 2, 4).add("é".getBytes(UTF_8)).add(bytes, 0, 1).build();
    byte[] expected = "23é0".getBytes(UTF_8);
    assertThat(payload.length()).isEqualTo(expected.length);
    assertThat(payload.toByteArray()).isEqualTo(expected);
    Bytes appended = new Bytes(0).append("<");
    payload.appendTo(appended);
    assertThat(appended.toString()).isEqualTo("<23é0");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    payload.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(expected);
  }

  @Test
  void isAWholeArrayOrAPieceOfIt() {
    byte[] bytes = "abc".getBytes(UTF_8);
    assertThat(Payload.of(bytes).toByteArray()).isEqualTo(bytes);
    assertThat(Payload.of(bytes, 1, 1).toByteArray()).isEqualTo("b".getBytes(UTF_8));
    assertThat(Payload.of(bytes, 1, 1).length()).isEqualTo(1);
  }

  @Test
  void mayBeEmpty() throws IOException {
    assertThat(Payload.EMPTY.length()).isZero();
    assertThat(Payload.EMPTY.toByteArray()).isEmpty();
    assertThat(pieces(Payload.EMPTY)).isEmpty();
    assertThat(pieces(new Payload.Builder().add(new byte[0]).add(new byte[3], 2, 2).build()))
        .isEmpty();
  }

  @Test
  void joinsNeighboursOfOneArrayOnly() throws IOException {
    byte[] bytes = "abcdef".getBytes(UTF_8);
    byte[] other = "abcdef".getBytes(UTF_8);
    assertThat(pieces(new Payload.Builder().add(bytes, 0, 2).add(bytes, 2, 4).build()))
        .containsExactly("abcd");
    assertThat(pieces(new Payload.Builder().add(bytes, 0, 2).add(bytes, 3, 4).build()))
        .containsExactly("ab", "d");
    assertThat(pieces(new Payload.Builder().add(bytes, 0, 2).add(other, 2, 4).build()))
        .containsExactly("ab", "cd");
    assertThat(pieces(new Payload.Builder().add(bytes, 2, 4).add(bytes, 0, 2).build()))
        .containsExactly("cd", "ab");
  }

  @Test
  void anEditOfOneValueCostsThreePieces() throws IOException {
    JsonObjectIndex index =
        JsonObjectIndex.of("{ \"a\": 1, \"model\": \"x\", \"b\": 2 }".getBytes(UTF_8));
    Payload payload = new JsonEdit(index).put("model", JsonEdit.quoted("y")).apply();
    assertThat(pieces(payload)).containsExactly("{ \"a\": 1, \"model\": ", "\"y\"", ", \"b\": 2 }");
  }

  private static List<String> pieces(Payload payload) throws IOException {
    List<String> pieces = new ArrayList<>();
    payload.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            pieces.add(new String(bytes, from, length, UTF_8));
          }
        });
    return pieces;
  }
}

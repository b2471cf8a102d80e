package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStreamReaderTest {
  private static final byte[] TWO =
      Frames.of("{\"messageStart\":{\"role\":\"assistant\"}}\n{\"metadata\":{\"p\":\"naïve 🦊\"}}");

  /** One that the service sent, as recorded by others. */
  private static final String RECORDED =
      "AAAA3QAAAGfHkZB6DTptZXNzYWdlLXR5cGUHAAlleGNlcHRpb24POmV4Y2VwdGlvbi10eXBlBwAZbW9kZWxTdHJlYW1F"
          + "cnJvckV4Y2VwdGlvbg06Y29udGVudC10eXBlBwAQYXBwbGljYXRpb24vanNvbnsibWVzc2FnZSI6Ik1vZGVsIFN0"
          + "cmVhbSBFcnJvciIsIm9yaWdpbmFsU3RhdHVzQ29kZSI6NTAwLCJvcmlnaW5hbE1lc3NhZ2UiOiJUaGUgbW9kZWwg"
          + "c3RyZWFtIGZhaWxlZC4ifVczQxM=";

  private static List<Frame> read(InputStream in) throws IOException {
    EventStreamReader reader = new EventStreamReader(in);
    List<Frame> frames = new ArrayList<>();
    for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
      frames.add(frame);
    }
    return frames;
  }

  private static List<Frame> read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes));
  }

  private static String text(Frame frame) {
    return new String(frame.payload(), StandardCharsets.UTF_8);
  }

  @Test
  void readsWhatTheServiceSends() throws IOException {
    List<Frame> frames = read(Base64.getDecoder().decode(RECORDED));

    assertThat(frames).hasSize(1);
    assertThat(frames.getFirst().headers())
        .containsOnly(
            Map.entry(":message-type", "exception"),
            Map.entry(":exception-type", "modelStreamErrorException"),
            Map.entry(":content-type", "application/json"));
    assertThat(text(frames.getFirst())).contains("The model stream failed.");
  }

  @Test
  void readsTheSameInWhateverPiecesItComes() throws IOException {
    for (int cut = 0; cut <= TWO.length; cut++) {
      InputStream pieces =
          new SequenceInputStream(
              new ByteArrayInputStream(TWO, 0, cut),
              new ByteArrayInputStream(TWO, cut, TWO.length - cut));
      List<Frame> frames = read(pieces);

      assertThat(frames)
          .extracting(frame -> frame.header(":event-type"))
          .as("cut at %d", cut)
          .containsExactly("messageStart", "metadata");
      assertThat(text(frames.getLast())).isEqualTo("{\"p\":\"naïve 🦊\"}");
    }
  }

  @Test
  void anEndInsideAFrameIsAnError() throws IOException {
    int second = ByteBuffer.wrap(TWO).getInt();
    for (int length = 0; length < TWO.length; length++) {
      byte[] cut = Arrays.copyOf(TWO, length);
      if (length == 0 || length == second) {
        assertThat(read(cut)).hasSize(length == 0 ? 0 : 1);
      } else {
        assertThatThrownBy(() -> read(cut))
            .as("cut at %d", length)
            .isInstanceOf(BrokenFrameException.class)
            .hasMessage("ends inside a frame");
      }
    }
  }

  @Test
  void everyFlippedBitIsFound() {
    for (int i = 0; i < TWO.length; i++) {
      byte[] broken = TWO.clone();
      broken[i] ^= 4;
      assertThatThrownBy(() -> read(broken))
          .as("byte %d", i)
          .isInstanceOf(BrokenFrameException.class);
    }
  }

  @Test
  void givesAFrameBeforeTheNextOneIsThere() throws IOException {
    InputStream endless =
        new InputStream() {
          private final InputStream first = new ByteArrayInputStream(TWO);
          private int left = ByteBuffer.wrap(TWO).getInt();

          @Override
          public int read() throws IOException {
            assertThat(left--).as("bytes of the first frame left").isPositive();
            return first.read();
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            assertThat(left).as("bytes of the first frame left").isPositive();
            int count = first.read(bytes, from, Math.min(length, Math.min(left, 5)));
            left -= count;
            return count;
          }
        };

    assertThat(new EventStreamReader(endless).next()).isNotNull();
  }

  @Test
  void doesNotBelieveImpossibleLengths() {
    assertThat(
            List.of(
                lengths(15, 0),
                lengths(16, 1),
                lengths(20, -1),
                lengths(1 << 30, 0),
                lengths(-1, 0)))
        .allSatisfy(frame ->
            assertThatThrownBy(() -> read(frame))
                .isInstanceOf(BrokenFrameException.class)
                .hasMessageContaining("impossible length"));
  }

  private static byte[] lengths(int total, int headers) {
    ByteBuffer prelude = ByteBuffer.allocate(64).putInt(total).putInt(headers);
    return prelude.putInt(Frames.checksum(prelude.array(), 8)).array();
  }

  @Test
  void skipsHeadersThatAreNoTexts() throws IOException {
    ByteBuffer headers = ByteBuffer.allocate(256);
    byte[] values = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
    for (byte type = 0; type < values.length; type++) {
      headers.put((byte) 1).put((byte) ('a' + type)).put(type);
      int length = values[type] < 0 ? 3 : values[type];
      if (values[type] < 0) {
        headers.putShort((short) length);
      }
      headers.put("xyzxyzxyzxyzxyzxyz".getBytes(StandardCharsets.UTF_8), 0, length);
    }
    byte[] bytes = Arrays.copyOf(headers.array(), headers.position());

    assertThat(read(Frames.framed(bytes, new byte[0])).getFirst().headers())
        .containsExactly(Map.entry("h", "xyz"));
  }

  @Test
  void refusesHeadersThatAreBroken() {
    assertThatThrownBy(() -> read(Frames.framed(new byte[] {1, 'a', 10}, new byte[0])))
        .hasMessageContaining("unknown type");
    assertThatThrownBy(() -> read(Frames.framed(new byte[] {1, 'a', 7, 0, 9, 'b'}, new byte[0])))
        .hasMessageContaining("longer than they say");
    assertThatThrownBy(() -> read(Frames.framed(new byte[] {(byte) 200, 'a'}, new byte[0])))
        .hasMessageContaining("longer than they say");
  }

  @Test
  void refusesWhatIsNoEventStream() {
    assertThatThrownBy(
            () -> read("<html><body>Bad gateway</body>".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BrokenFrameException.class);
  }
}

package io.llmgw.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are frames, or refused; once as they are and once with checksums that are right. */
class EventStreamReaderFuzzTest {
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;

  static Stream<Arguments> seeds() {
    return Golden.cases("bedrock").stream()
        .filter(golden -> golden.has("upstream-response.jsonl"))
        .map(golden -> Arguments.of((Object) Frames.of(golden.text("upstream-response.jsonl"))));
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsTheSameInPieces(byte[] data) throws IOException {
    check(data);
    check(mended(data));
  }

  private static void check(byte[] data) throws IOException {
    int cut = data.length == 0 ? 0 : Math.floorMod(Arrays.hashCode(data), data.length);
    InputStream pieces =
        new SequenceInputStream(
            new ByteArrayInputStream(data, 0, cut),
            new ByteArrayInputStream(data, cut, data.length - cut));
    assertThat(read(pieces)).isEqualTo(read(new ByteArrayInputStream(data)));
  }

  private static String read(InputStream in) throws IOException {
    EventStreamReader reader = new EventStreamReader(in);
    StringBuilder frames = new StringBuilder();
    try {
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.append(new TreeMap<>(frame.headers())).append(Arrays.hashCode(frame.payload()));
        frames.append(frame.header(":event-type"));
      }
    } catch (BrokenFrameException broken) {
      assertThat(broken).hasMessageMatching("(ends|has) .*");
      frames.append(broken.getMessage());
    }
    return frames.toString();
  }

  /** The same with the checksums of every frame whose length can be believed. */
  private static byte[] mended(byte[] data) {
    byte[] mended = data.clone();
    ByteBuffer bytes = ByteBuffer.wrap(mended);
    int start = 0;
    while (mended.length - start >= PRELUDE + CHECKSUM) {
      int length = bytes.getInt(start);
      bytes.putInt(start + PRELUDE - CHECKSUM, checksum(mended, start, PRELUDE - CHECKSUM));
      if (length < PRELUDE + CHECKSUM || length > mended.length - start) {
        break;
      }
      int end = start + length - CHECKSUM;
      bytes.putInt(end, checksum(mended, start, length - CHECKSUM));
      start = end + CHECKSUM;
    }
    return mended;
  }

  private static int checksum(byte[] bytes, int from, int length) {
    return Frames.checksum(Arrays.copyOfRange(bytes, from, from + length), length);
  }
}

package io.llmgw.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are events, or too long ones, the same wherever a read cuts them. */
class SseReaderFuzzTest {
  private static final int MOST = 1 << 16;

  static Stream<Arguments> seeds() {
    return Seeds.of(List.of("openai", "anthropic", "gemini"), "upstream-response.sse");
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsTheSameInPieces(byte[] data) throws IOException {
    String whole = read(new ByteArrayInputStream(data));
    int cut = data.length == 0 ? 0 : Math.floorMod(Arrays.hashCode(data), data.length);
    InputStream pieces =
        new SequenceInputStream(
            new ByteArrayInputStream(data, 0, cut),
            new ByteArrayInputStream(data, cut, data.length - cut));
    assertThat(read(pieces)).isEqualTo(whole);
  }

  private static String read(InputStream in) throws IOException {
    SseReader reader = new SseReader(in, MOST);
    StringBuilder events = new StringBuilder();
    try {
      while (reader.next()) {
        assertThat(reader.dataLength()).isBetween(0, MOST);
        events
            .append(reader.name())
            .append('=')
            .append(
                new String(
                    reader.data(),
                    reader.dataStart(),
                    reader.dataLength(),
                    StandardCharsets.ISO_8859_1))
            .append('\u0001');
        reader.dataIs("[DONE]");
        reader.ready();
      }
    } catch (EventTooLongException tooLong) {
      events.append("too long");
    }
    return events.append(reader.stray()).toString();
  }
}

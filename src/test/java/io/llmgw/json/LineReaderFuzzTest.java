package io.llmgw.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.llmgw.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are lines, none lost but for blanks around them, wherever a read cuts them. */
class LineReaderFuzzTest {
  static Stream<Arguments> seeds() {
    return Seeds.of("ollama", "upstream-response.ndjson");
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsEveryLine(byte[] data) throws IOException {
    List<String> expected =
        Arrays.stream(new String(data, StandardCharsets.ISO_8859_1).split("\n"))
            .map(line -> line.replaceAll("\\A[ \r\t]+|[ \r\t]+\\z", ""))
            .filter(line -> !line.isEmpty())
            .toList();
    int cut = data.length == 0 ? 0 : Math.floorMod(Arrays.hashCode(data), data.length);

    assertThat(read(new ByteArrayInputStream(data))).isEqualTo(expected);
    assertThat(
            read(
                new SequenceInputStream(
                    new ByteArrayInputStream(data, 0, cut),
                    new ByteArrayInputStream(data, cut, data.length - cut))))
        .isEqualTo(expected);
  }

  private static List<String> read(InputStream in) throws IOException {
    LineReader reader = new LineReader(in, 1 << 20);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(new String(reader.line(), StandardCharsets.ISO_8859_1));
      reader.ready();
    }
    return lines;
  }
}

package io.llmgw.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static final String LINES =
      "{\"a\":1}\n\r\n  \n {\"ü\":\"🦊\"}\r\n" + "{\"long\":\"" + "x".repeat(20_000) + "\"}\n{}";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> read(InputStream in) throws IOException {
    LineReader reader = new LineReader(in, 1 << 20);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(new String(reader.line(), StandardCharsets.UTF_8));
    }
    assertThat(reader.next()).isFalse();
    return lines;
  }

  @Test
  void readsLinesAndSkipsEmptyOnes() throws IOException {
    assertThat(read(new ByteArrayInputStream(bytes(LINES))))
        .containsExactly(
            "{\"a\":1}", "{\"ü\":\"🦊\"}", "{\"long\":\"" + "x".repeat(20_000) + "\"}", "{}");
  }

  @Test
  void readsTheSameHoweverItIsCut() throws IOException {
    List<String> whole = read(new ByteArrayInputStream(bytes(LINES)));
    for (int size : new int[] {1, 2, 3, 7, 100, 8191, 8192, 8193}) {
      assertThat(read(PiecewiseInputStream.every(bytes(LINES), size))).isEqualTo(whole);
    }
    for (int cut = 1; cut < 60; cut++) {
      assertThat(read(PiecewiseInputStream.cut(bytes(LINES), cut))).isEqualTo(whole);
    }
  }

  @Test
  void refusesALineThatIsTooLong() {
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes("x".repeat(30_000))), 10_000);

    assertThatThrownBy(reader::next).isInstanceOf(EventTooLongException.class);
  }

  @Test
  void knowsWhetherAnotherLineIsHere() throws IOException {
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes("{}\n{}\n{")), 100);

    reader.next();
    assertThat(reader.ready()).isTrue();
    reader.next();
    assertThat(reader.ready()).isFalse();
  }

  @Test
  void nothingHasNoLines() throws IOException {
    assertThat(read(InputStream.nullInputStream())).isEmpty();
  }
}

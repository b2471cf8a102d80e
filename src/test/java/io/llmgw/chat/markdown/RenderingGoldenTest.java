package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmgw.testing.Golden;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers as they look on a terminal, with escapes made visible. */
class RenderingGoldenTest {
  static Stream<Golden> cases() {
    return Golden.cases("terminal-markdown").stream();
  }

  private static String shown(List<String> lines) {
    return String.join("\n", lines).replace("\u001b", "\\e") + "\n";
  }

  private static void check(Golden golden, String file, Style style) {
    golden.check(file, shown(StreamRenderer.render(golden.text("input.md"), style)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void looksAsRecordedWithSixteenColours(Golden golden) {
    check(golden, "colours.txt", new Style(ColorDepth.ANSI_16, true, 80));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void looksAsRecordedWithoutColours(Golden golden) {
    check(golden, "plain.txt", new Style(ColorDepth.NONE, true, 80));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void looksAsRecordedInANarrowWindowWithAsciiAndLinks(Golden golden) {
    Style style = new Style(ColorDepth.ANSI_256, false, 32).withWrap(32).withHyperlinks(true);
    check(golden, "narrow.txt", style);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesNoEscapeAtAllWithoutColours(Golden golden) {
    Style style = new Style(ColorDepth.NONE, false, 30).withHyperlinks(true);
    assertThat(StreamRenderer.render(golden.text("input.md"), style))
        .allSatisfy(line -> assertThat(line).doesNotContain("\u001b"));
  }
}

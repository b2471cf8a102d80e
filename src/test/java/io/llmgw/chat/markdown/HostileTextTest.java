package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that is meant to overrun the stack, to take for ever, or to command the terminal. */
class HostileTextTest {
  private static final Style PALETTE = new Style(ColorDepth.ANSI_16, true, 80);

  /** Far more than the slowest takes; only what grows with the square of its length is longer. */
  private static final Duration FOREVER = Duration.ofSeconds(60);

  private static final int MANY = 40_000;

  private static final int LINE = 100_000;

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("quotes", "> ".repeat(MANY)),
        Arguments.of("quotes with text", ">".repeat(MANY) + " deep"),
        Arguments.of("lists on one line", "- ".repeat(MANY)),
        Arguments.of("lists", nested(400)),
        Arguments.of("ordered", "1. ".repeat(MANY) + "deep"),
        Arguments.of("emphasis", "*a **b ".repeat(MANY / 7)),
        Arguments.of("nested emphasis", "**a".repeat(MANY / 3) + "b**".repeat(MANY / 3)),
        Arguments.of("tildes", "~~a ".repeat(MANY / 4)),
        Arguments.of("brackets", "[".repeat(MANY)),
        Arguments.of("links", "[a](".repeat(MANY / 4)),
        Arguments.of("nested images", "![".repeat(20_000) + "x" + "](u)".repeat(20_000)),
        Arguments.of("backticks", backticks()),
        Arguments.of("formulas", "$a\\".repeat(MANY / 3)),
        Arguments.of(
            "nested formula", "$" + "{".repeat(400) + "}".repeat(400) + "$ \\(_x ".repeat(9000)),
        Arguments.of("entities", "&#27;".repeat(MANY / 5)),
        Arguments.of("html", "<a ".repeat(MANY / 3)),
        Arguments.of("comments", "<!-- ".repeat(MANY / 5)),
        Arguments.of("one line", "word ".repeat(LINE / 5)),
        Arguments.of("one word", "x".repeat(LINE)),
        Arguments.of("wide word", "漢".repeat(LINE)),
        Arguments.of("combining", "e" + "\u0301".repeat(MANY)),
        Arguments.of("joined emoji", "👩‍".repeat(MANY / 3)),
        Arguments.of("line of code", "```java\n" + "\"a\\\" /* x ".repeat(LINE / 10)),
        Arguments.of("line of keys", "```yaml\n" + "a: 'b ".repeat(LINE / 6)),
        Arguments.of("unclosed fence", "```python\n" + "x = '''\n".repeat(MANY / 8)),
        Arguments.of("fences", "```\n".repeat(MANY / 4)),
        Arguments.of("fence in a list", "- ```\n" + "  code\n".repeat(MANY / 7)),
        Arguments.of("list in an item", "- a\n" + "  - b\n".repeat(MANY / 6)),
        Arguments.of("long list", "- a\n".repeat(MANY / 4)),
        Arguments.of("long quote", "> a\n".repeat(MANY / 4)),
        Arguments.of("long paragraph", "a\n".repeat(MANY / 2)),
        Arguments.of("blank lines", "\n".repeat(MANY)),
        Arguments.of("long table", "|a|b|\n|-|-|\n" + "|c|d|\n".repeat(MANY / 6)),
        Arguments.of(
            "wide table", "|a".repeat(3000) + "\n" + "|-".repeat(3000) + "\n" + "|b".repeat(3000)),
        Arguments.of("definitions", "[a]: b\n".repeat(MANY / 7)),
        Arguments.of("half definitions", "[a]: b \"\n".repeat(MANY / 9)),
        Arguments.of("never ended sequence", "\u001b]0;".repeat(MANY / 4)),
        Arguments.of("escapes", "\u001b[31m".repeat(MANY / 5)));
  }

  private static String nested(int depth) {
    var text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      text.append("  ".repeat(i)).append("- item\n");
    }
    return text.toString();
  }

  private static String backticks() {
    var text = new StringBuilder();
    for (int i = 1; text.length() < MANY; i++) {
      text.append("`".repeat(i)).append(' ');
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void isRenderedWhole(String name, String text) {
    List<String> lines =
        assertTimeoutPreemptively(FOREVER, () -> StreamRenderer.render(text, PALETTE));
    assertThat(lines).as(name).allSatisfy(HostileTextTest::hasOnlyOurEscapes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void isRenderedWhileItComes(String name, String text) {
    List<String> streamed = assertTimeoutPreemptively(FOREVER, () -> stream(text));
    assertThat(streamed).as(name).isEqualTo(StreamRenderer.render(text, PALETTE));
  }

  private static List<String> stream(String text) {
    var renderer = new StreamRenderer(PALETTE);
    var lines = new ArrayList<String>();
    for (int i = 0; i < text.length(); i += 100) {
      lines.addAll(renderer.feed(text.substring(i, Math.min(text.length(), i + 100))));
      if (i % 10_000 == 0) {
        renderer.tail();
      }
    }
    lines.addAll(renderer.finish());
    return lines;
  }

  private static void hasOnlyOurEscapes(String line) {
    assertThat(line.replaceAll("\u001b\\[[0-9;]*m", ""))
        .doesNotContain("\u001b", "\u009b", "\u0007");
  }
}

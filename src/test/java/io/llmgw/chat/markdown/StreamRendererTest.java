package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamRendererTest {
  private static final Style COLORED = new Style(ColorDepth.ANSI_16, true, 60);
  private static final Style PLAIN = new Style(ColorDepth.NONE, true, 60);

  static final List<Style> STYLES =
      List.of(COLORED, PLAIN, new Style(ColorDepth.ANSI_256, false, 20).withWrap(30));

  static Stream<String> documents() {
    return Documents.ALL.keySet().stream();
  }

  private static String document(String name) {
    return Documents.ALL.getOrDefault(name, "");
  }

  /** All lines of a text that comes in these pieces. The tail is looked at after each. */
  private static List<String> streamed(List<String> pieces, Style style) {
    var renderer = new StreamRenderer(style);
    var lines = new ArrayList<String>();
    for (String piece : pieces) {
      lines.addAll(renderer.feed(piece));
      renderer.tail();
    }
    lines.addAll(renderer.finish());
    return lines;
  }

  private static List<String> pieces(String text, int size) {
    var pieces = new ArrayList<String>();
    for (int i = 0; i < text.length(); i += size) {
      pieces.add(text.substring(i, Math.min(text.length(), i + size)));
    }
    return pieces;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void rendersTheSameWhereverTheTextIsCut(String name) {
    String text = document(name);
    for (Style style : STYLES) {
      List<String> whole = StreamRenderer.render(text, style);
      for (int cut = 0; cut <= text.length(); cut++) {
        List<String> halves = List.of(text.substring(0, cut), text.substring(cut));
        assertThat(streamed(halves, style)).as("cut at %s", cut).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void rendersTheSameInPiecesOfAnySize(String name) {
    String text = document(name);
    for (Style style : STYLES) {
      List<String> whole = StreamRenderer.render(text, style);
      for (int size = 1; size <= 7; size++) {
        assertThat(streamed(pieces(text, size), style)).as("pieces of %s", size).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void rendersEveryBeginningTheSame(String name) {
    String text = document(name);
    for (int end = 0; end <= text.length(); end++) {
      String begin = text.substring(0, end);
      assertThat(streamed(pieces(begin, 3), COLORED))
          .as("first %s", end)
          .isEqualTo(StreamRenderer.render(begin, COLORED));
    }
  }

  /** Whatever the documents are made of, put together at random. */
  @Test
  void rendersRandomMixturesTheSame() {
    String[] parts = {
      "a",
      "b c",
      "\n",
      "\n\n",
      "  ",
      "    ",
      "- ",
      "* ",
      "1. ",
      "2) ",
      "> ",
      "```",
      "~~~",
      "# ",
      "---\n",
      "===\n",
      "|",
      "|--|\n",
      "`",
      "**",
      "_",
      "[x]",
      "](u)",
      ": /u\n",
      "<div>",
      "<!--",
      "$",
      "\\(",
      "\\",
      "&lt;",
      "\t",
      "[ ] ",
      "漢",
      "\n- ",
      "\n\n    ",
      "\n```\n",
      "\n> ",
      "\n1. "
    };
    var random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      List<String> whole = StreamRenderer.render(text.toString(), COLORED);
      List<String> pieces = pieces(text.toString(), 1 + random.nextInt(9));
      assertThat(streamed(pieces, COLORED)).as("of %s", pieces).isEqualTo(whole);
    }
  }

  /** Chars parsed for each char of the text, which comes in pieces of four. */
  private static long work(String text) {
    var renderer = new StreamRenderer(COLORED);
    pieces(text, 4).forEach(renderer::feed);
    renderer.finish();
    return renderer.parsedCharacters() / text.length();
  }

  @Test
  void readsLittleMoreThanOnceWhatComesInManyBlocks() {
    String all = String.join("\n\n", Documents.ALL.values().stream().filter(this::ends).toList());
    String answer = (all + "\n\n").repeat(54_000 / all.length() + 1);
    assertThat(answer).hasSizeGreaterThan(54_000);
    assertThat(work(answer)).isLessThan(10);
  }

  private boolean ends(String text) {
    return !text.contains("```") && !text.contains("<") && !text.contains("\u001b]");
  }

  @Test
  void readsLongBlocksNotAgainForEachOfTheirLines() {
    assertThat(work("- an item of a list\n".repeat(2700))).isLessThan(5);
    assertThat(work("```java\n" + "int a = 1;\n".repeat(5000))).isLessThan(2);
    assertThat(work("a line of a paragraph\n".repeat(2500))).isLessThan(40);
    assertThat(work("- item\n" + "  - nested item\n".repeat(3400))).isLessThan(40);
    assertThat(work("| a | b |\n|---|---|\n" + "| c | d |\n".repeat(5400))).isLessThan(40);
  }

  private final StreamRenderer renderer = new StreamRenderer(PLAIN);

  @Test
  void givesABlockAfterTheBlankLineThatEndsIt() {
    assertThat(renderer.feed("one\ntwo\n")).isEmpty();
    assertThat(renderer.tail()).containsExactly("one", "two");
    assertThat(renderer.feed("\n")).containsExactly("one", "two");
    assertThat(renderer.tail()).isEmpty();
    assertThat(renderer.feed("# Head\n")).containsExactly("", "# Head");
    assertThat(renderer.feed("three")).isEmpty();
    assertThat(renderer.tail()).containsExactly("three");
    assertThat(renderer.finish()).containsExactly("three");
    assertThat(renderer.finish()).isEmpty();
  }

  @Test
  void givesEachLineOfCodeAtOnce() {
    assertThat(renderer.feed("Code:\n```java\n")).containsExactly("Code:", "╭─ java");
    assertThat(renderer.feed("int a;\n  int")).containsExactly("int a;");
    assertThat(renderer.tail()).containsExactly("  int");
    assertThat(renderer.feed(" b;\n\n``")).containsExactly("  int b;", "");
    assertThat(renderer.tail()).isEmpty();
    assertThat(renderer.feed("`\nend")).containsExactly("╰─");
    assertThat(renderer.finish()).containsExactly("end");
  }

  @Test
  void givesEachLineOfCodeInAListAtOnce() {
    assertThat(renderer.feed("1. Do:\n   ```sh\n   ls\n")).containsExactly("1. Do:", "╭─ sh", "ls");
    assertThat(renderer.feed("   cd\n   ```\n")).containsExactly("cd", "╰─");
    assertThat(renderer.feed("2. end\n")).isEmpty();
    assertThat(renderer.finish()).containsExactly("2. end");
  }

  @Test
  void givesAnItemWhenTheNextBegins() {
    assertThat(renderer.feed("1. a\n1. b\n")).containsExactly("1. a");
    assertThat(renderer.tail()).containsExactly("2. b");
    assertThat(renderer.feed("1. c\n\nend")).containsExactly("2. b");
    assertThat(renderer.tail()).containsExactly("3. c", "", "end");
    assertThat(renderer.finish()).containsExactly("3. c", "", "end");
  }

  @Test
  void drawsWhatFollowsForAWindowThatHasChanged() {
    renderer.feed("| aaaa bbbb | cccc dddd |\n|---|---|\n| 1 | 2 |\n");
    assertThat(renderer.tail()).hasSize(5);
    renderer.restyle(PLAIN.withWidth(16));
    assertThat(renderer.tail()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(16));
    renderer.restyle(PLAIN.withWidth(9));
    assertThat(renderer.finish()).containsExactly("aaaa bbbb: 1", "cccc dddd: 2");
  }

  @Test
  void showsTheEndOfABlockThatFillsTheWindow() {
    renderer.feed("word ".repeat(10_000) + "last");
    assertThat(String.join("", renderer.tail())).endsWith("last").hasSizeLessThan(10_000);
  }
}

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
      "a", "b c", "\n", "\n\n", "  ", "    ", "- ", "* ", "1. ", "2) ", "> ", "```", "~~~", "# ",
      "---\n", "===\n", "|", "|--|\n", "`", "**", "_", "[x]", "](u)", ": /u\n", "<div>", "<!--", "$",
      "\\(", "\\", "&lt;", "\t", "[ ] ", "漢", "\n- ", "\n\n    ", "\n```\n", "\n> ", "\n1. "
    };
    var random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      if (text.indexOf("[x]") >= 0 && text.indexOf("]:") >= 0) {
        continue; // links to definitions elsewhere are known to differ
      }
      List<String> whole = StreamRenderer.render(text.toString(), COLORED);
      List<String> pieces = pieces(text.toString(), 1 + random.nextInt(9));
      assertThat(streamed(pieces, COLORED)).as("of %s", pieces).isEqualTo(whole);
    }
  }
}

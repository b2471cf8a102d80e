package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StyleTest {
  @ParameterizedTest
  @EnumSource(Hue.class)
  void hasNoColourThatIsUnreadableOnSomeBackground(Hue hue) {
    assertThat(hue.sgr(ColorDepth.ANSI_16)).isIn("31", "32", "34", "35", "36", "39");
  }

  @Test
  void rejectsNegativeWidths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Style(ColorDepth.NONE, true, -1))
        .withMessage("width -1 and wrap 0 must be >= 0");
  }

  @Test
  void breaksLinesOnlyWhenAskedTo() {
    String text =
        "one two three four five\n\n- six seven eight\n\n```\na line of code is not broken\n```";
    Style style = new Style(ColorDepth.NONE, false, 10);
    assertThat(StreamRenderer.render(text, style).getFirst()).isEqualTo("one two three four five");
    assertThat(StreamRenderer.render(text, style.withWrap(10)))
        .containsExactly(
            "one two",
            "three four",
            "five",
            "",
            "- six",
            "  seven",
            "  eight",
            "",
            "```",
            "a line of code is not broken",
            "```");
    assertThat(StreamRenderer.render("漢字漢字漢字", style.withWrap(5)))
        .containsExactly("漢字", "漢字", "漢字");
    assertThat(StreamRenderer.render("abcdefgh", style.withWrap(3)))
        .containsExactly("abc", "def", "gh");
  }
}

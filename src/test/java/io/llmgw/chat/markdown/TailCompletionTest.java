package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailCompletionTest {
  private static final Style PALETTE = new Style(ColorDepth.ANSI_16, true, 60);

  private static String tail(String text) {
    var renderer = new StreamRenderer(PALETTE);
    renderer.feed(text);
    return String.join("⏎", renderer.tail()).replace("\u001b", "\\e");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          text **¦text ''
          text *¦text ''
          text `¦text ''
          text ~~¦text ''
          text [¦text ''
          text ![¦text ''
          text [lin¦text lin
          text [link]¦text [link]
          text [link](¦text link
          text [link](https://exa¦text link
          see [1] now¦see [1] now
          a **bold wor¦a \\e[1mbold wor\\e[0m
          a **bold*¦a \\e[1mbold\\e[0m
          a *slanted wor¦a \\e[3mslanted wor\\e[0m
          a **b *c d¦a \\e[1mb \\e[0m\\e[1;3mc d\\e[0m
          a ~~gone aw¦a \\e[9mgone aw\\e[0m
          a `code her¦a \\e[36mcode her\\e[0m
          a ``co ` de¦a \\e[36mco ` de\\e[0m
          2 * 3 * 4¦2 * 3 * 4
          snake_case_na¦snake_case_na
          """)
  void hidesHalfMarkersAndClosesWhatIsOpen(String text, String shown) {
    assertThat(tail(text).strip()).isEqualTo(shown.replace("''", "").strip());
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "#", "## ", "-", "* ", "1.", "12) ", ">", "> -", "`", "``", "```", "~~", "|", "- [", "- [x"
      })
  void hidesALineThatIsOnlyMarks(String marks) {
    assertThat(tail(marks)).isEmpty();
    assertThat(tail("text\n" + marks)).isEqualTo("text");
  }

  @ParameterizedTest
  @CsvSource({"42", "yes", "3.14"})
  void showsAShortAnswer(String text) {
    assertThat(tail(text)).isEqualTo(text);
  }
}

package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final Style WIDE = new Style(ColorDepth.NONE, true, 0);

  private final TextTable table =
      new TextTable(
              List.of(
                  TextTable.Column.left("MODEL"),
                  TextTable.Column.right("CTX"),
                  TextTable.Column.left("CAPABILITIES")))
          .row("openai/gpt-5-mini", "400k", "tools vision json")
          .row("漢字", "8k", "");

  private String render(int width) {
    return String.join("\n", table.render(WIDE.withWidth(width)));
  }

  @Test
  void alignsColumnsByWhatTheyTakeOnTheScreen() {
    assertThat(render(0))
        .isEqualTo(
            """
            MODEL               CTX  CAPABILITIES
            openai/gpt-5-mini  400k  tools vision json
            漢字                 8k\
            """);
  }

  @Test
  void cutsTheWidestTextButNoNumber() {
    assertThat(render(30))
        .isEqualTo(
            """
            MODEL         CTX  CAPABILITI…
            openai/gpt…  400k  tools visi…
            漢字           8k\
            """);
  }

  @Test
  void leavesOutTheLastColumnsInANarrowWindow() {
    assertThat(render(16)).isEqualTo("MODEL        CTX\nopenai/gp…  400k\n漢字          8k");
    assertThat(render(5)).isEqualTo("MODEL\nopen…\n漢字");
    assertThat(render(1)).isEqualTo("…\n…\n…");
  }

  @Test
  void makesTheHeadingsBoldAndKeepsControlsOut() {
    var colored = new TextTable(List.of(TextTable.Column.left("A"))).row("x\u001b[31m\ty\nz");
    assertThat(colored.render(new Style(ColorDepth.ANSI_16, true, 80)))
        .containsExactly("\u001b[1mA\u001b[0m", "x y z");
  }

  @Test
  void rejectsARowOfAnotherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.row("one"))
        .withMessage("1 cells for 3 columns: [one]");
  }
}

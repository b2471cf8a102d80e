package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;

class LiveTailTest {
  private final StringWriter written = new StringWriter();
  private int columns = 20;
  private final LiveTail tail = new LiveTail(new PrintWriter(written), () -> columns, () -> 6);

  /** The rows of a terminal that got everything. */
  private List<String> screen() {
    ScreenTerminal terminal = new ScreenTerminal(20, 6);
    terminal.write(written.toString().replace("\n", "\r\n").replaceAll("\u001b\\[\\?2026[hl]", ""));
    return terminal.toString().lines().map(String::stripTrailing).toList();
  }

  @Test
  void replacesTheTailAndKeepsTheLines() {
    tail.draw(List.of("final 1"), List.of("draft"));
    tail.draw(List.of("final 2"), List.of("other", "draft"));
    tail.draw(List.of("final 3"), List.of());

    assertThat(screen())
        .startsWith("final 1", "final 2", "final 3")
        .noneMatch(row -> row.contains("draft"));
  }

  @Test
  void wrapsALongTailItself() {
    tail.draw(List.of(), List.of("x".repeat(45)));
    tail.draw(List.of("done"), List.of());

    assertThat(screen().getFirst()).isEqualTo("done");
    assertThat(screen()).noneMatch(row -> row.contains("x"));
  }

  @Test
  void showsTheEndOfATailThatIsTooLong() {
    tail.draw(List.of(), List.of("1", "2", "3", "4", "5", "6", "7"));
    tail.draw(List.of("done"), List.of("8"));

    assertThat(screen()).startsWith("done", "8");
    assertThat(screen()).noneMatch(row -> row.equals("7"));
  }

  @Test
  void writesNothingWhenNothingChanged() {
    tail.draw(List.of(), List.of("same"));
    int length = written.toString().length();
    tail.draw(List.of(), List.of("same"));

    assertThat(written.toString()).hasSize(length);
  }

  @Test
  void clearsWhatANarrowerWindowHasWrapped() {
    tail.draw(List.of(), List.of("x".repeat(20)));
    columns = 10;
    tail.clear();

    assertThat(written.toString()).contains("\r\u001b[1A\u001b[J");
  }

  @Test
  void leavesRoomForTerminalsThatDrawJoinedEmojiApart() {
    tail.draw(
        List.of(),
        List.of("family ".repeat(2) + "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 x"));

    assertThat(written.toString().replaceAll("\u001b\\[[0-9;?]*[a-z]", "").split("\n")).hasSize(2);
  }
}

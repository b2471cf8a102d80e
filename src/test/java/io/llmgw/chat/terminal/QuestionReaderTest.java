package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QuestionReaderTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final List<String> seen = new ArrayList<>();

  @Test
  void doesWhatWasLeftForLaterOnceThePromptIsThere() throws Exception {
    // unlike others this kind of terminal writes at once
    try (var terminal =
        new LineDisciplineTerminal("test", "xterm-256color", screen, StandardCharsets.UTF_8)) {
      terminal.setSize(Size.of(80, 24));
      var reader = new QuestionReader(terminal, Map.of(), new Ink(() -> false));
      reader.afterDrawing(() -> seen.add(screen.toString(StandardCharsets.UTF_8)));
      terminal.processInputBytes("one\rtwo\r".getBytes(StandardCharsets.UTF_8));

      assertThat(reader.readLine("\u276f ")).isEqualTo("one");
      assertThat(reader.readLine("\u276f ")).isEqualTo("two");
    }

    assertThat(seen).singleElement().asString().contains("\u276f");
  }
}

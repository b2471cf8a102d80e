package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptReaderTest {
  @Test
  void joinsTheWords() {
    assertThat(PromptReader.read(List.of("why", "is the sky", "blue?"), piped("")))
        .isEqualTo("why is the sky blue?");
  }

  @Test
  void takesWhatIsPipedInAsThePrompt() {
    assertThat(PromptReader.read(List.of(), piped("grüß dich\n"))).isEqualTo("grüß dich");
  }

  @Test
  void putsWhatIsPipedInBehindThePrompt() {
    assertThat(PromptReader.read(List.of("explain"), piped("a\nb\n")))
        .isEqualTo("explain\n\n```stdin\na\nb\n```");
  }

  @Test
  void fencesWithMoreTicksThanTheTextHolds() {
    assertThat(PromptReader.read(List.of("explain"), piped("```java\nx\n```")))
        .startsWith("explain\n\n````stdin\n")
        .endsWith("\n````");
  }

  @Test
  void refusesEndlessInput() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }
        };

    assertThatThrownBy(() -> PromptReader.read(List.of(), endless))
        .isInstanceOf(CommandException.class)
        .hasMessage("the standard input is longer than 8 MiB");
  }

  @Test
  void refusesWhatIsNoText() {
    for (byte[] bytes : List.of(new byte[] {'a', 0}, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'})) {
      assertThatThrownBy(() -> PromptReader.read(List.of(), new ByteArrayInputStream(bytes)))
          .isInstanceOf(CommandException.class)
          .hasMessage("the standard input is no text in UTF-8");
    }
  }

  private static InputStream piped(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}

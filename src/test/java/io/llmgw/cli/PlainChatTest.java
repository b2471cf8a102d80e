package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainChatTest {
  private static final Tty TERMINAL = new Tty(true, true, true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat",
        "chat -m demo",
        "chat -c",
        "chat --resume --no-save",
        "chat --config a -m b"
      })
  void isCertain(String line) {
    assertThat(PlainChat.is(List.of(line.split(" ")), TERMINAL)).isTrue();
  }

  /** A prompt, a file or a script may mean that nobody stays; an unknown flag is not known. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "serve chat",
        "chat why?",
        "chat -m",
        "chat -m demo why?",
        "chat --resume abc",
        "chat -f a.txt",
        "chat --script a.txt",
        "chat --no-input",
        "chat --help",
        "chat sessions"
      })
  void isNot(String line) {
    assertThat(PlainChat.is(List.of(line.split(" ")), TERMINAL)).isFalse();
  }

  @Test
  void needsATerminal() {
    assertThat(PlainChat.is(List.of("chat"), new Tty(false, true, true))).isFalse();
    assertThat(PlainChat.is(List.of("chat"), new Tty(true, false, true))).isFalse();
    assertThat(PlainChat.is(List.of(), TERMINAL)).isFalse();
  }
}

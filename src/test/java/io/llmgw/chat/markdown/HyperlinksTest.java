package io.llmgw.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperlinksTest {

  private static boolean known(Map<String, String> variables) {
    return Hyperlinks.known(variables::get);
  }

  @Test
  void areWrittenOnlyWhereTheyAreKnownToWork() {
    assertThat(known(Map.of("TERM", "xterm-256color"))).isFalse();
    assertThat(known(Map.of("TERM", "linux"))).isFalse();
    assertThat(known(Map.of("TERM", "xterm-256color", "VTE_VERSION", "7402"))).isTrue();
    assertThat(known(Map.of("TERM", "xterm-256color", "VTE_VERSION", "4205"))).isFalse();
    assertThat(known(Map.of("TERM", "xterm-256color", "VTE_VERSION", "new"))).isFalse();
    assertThat(known(Map.of("TERM", "xterm-256color", "TERM_PROGRAM", "WezTerm"))).isTrue();
    assertThat(known(Map.of("TERM", "xterm-256color", "TERM_PROGRAM", "Apple_Terminal"))).isFalse();
    assertThat(known(Map.of("TERM", "xterm-kitty", "KITTY_WINDOW_ID", "1"))).isTrue();
    assertThat(known(Map.of("TERM", "alacritty"))).isTrue();
  }

  @Test
  void areNotWrittenInsideAMultiplexer() {
    assertThat(known(Map.of("TERM", "tmux-256color", "KITTY_WINDOW_ID", "1"))).isFalse();
    assertThat(known(Map.of("TERM", "screen", "VTE_VERSION", "7402"))).isFalse();
    assertThat(known(Map.of("TERM", "xterm", "TMUX", "/run/x", "WT_SESSION", "1"))).isFalse();
  }
}

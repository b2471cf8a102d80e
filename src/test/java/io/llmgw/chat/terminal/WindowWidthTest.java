package io.llmgw.chat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowWidthTest {
  private int columns = 80;
  private long nanos = -5;
  private final WindowWidth width = new WindowWidth(() -> columns, () -> nanos);

  @Test
  void waitsUntilTheWidthHasNotChangedForAWhile() {
    assertThat(width.settled()).isTrue();
    columns = 50;
    assertThat(width.settled()).isFalse();
    nanos += 250_000_000;
    columns = 60;
    assertThat(width.settled()).isFalse();
    nanos += 250_000_000;
    assertThat(width.settled()).isFalse();
    nanos += 50_000_000;
    assertThat(width.settled()).isTrue();
  }
}

package io.llmgw.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void partsAreNoMoreThanTheWhole() {
    assertThat(new Usage(1, 1, 2, 3, 4)).isEqualTo(new Usage(5, 4, 2, 3, 4));
    assertThat(new Usage(-1, -1, -1, -1, -1)).isEqualTo(Usage.of(0, 0));
  }

  @Test
  void keepsWhatIsPlausible() {
    Usage usage = new Usage(10, 9, 3, 2, 9);
    assertThat(usage.inputTokens()).isEqualTo(10);
    assertThat(usage.outputTokens()).isEqualTo(9);
    assertThat(usage.totalTokens()).isEqualTo(19);
  }
}

package io.llmgw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  /** The launcher hides what a failing warm-up prints, and only starts slowly for ever after. */
  @Test
  void doesWhatUsersDoWithoutAFailure() {
    CommandFixture.Result result = CommandFixture.create().run("warm-up");

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }
}

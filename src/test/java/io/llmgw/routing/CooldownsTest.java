package io.llmgw.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CooldownsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  private final Cooldowns cooldowns = new Cooldowns(now::get);

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Test
  void coolsForTheGivenTime() {
    cooldowns.start("a", Duration.ofSeconds(5));

    assertThat(cooldowns.cooling("a")).isTrue();
    assertThat(cooldowns.cooling("b")).isFalse();
    pass(Duration.ofSeconds(5).minusNanos(1));
    assertThat(cooldowns.cooling("a")).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(cooldowns.cooling("a")).isFalse();
  }

  @Test
  void startsAnew() {
    cooldowns.start("a", Duration.ofSeconds(5));
    pass(Duration.ofSeconds(4));
    cooldowns.start("a", Duration.ofSeconds(5));
    pass(Duration.ofSeconds(4));

    assertThat(cooldowns.cooling("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -7})
  void doesNotCoolForNoTime(long seconds) {
    cooldowns.start("a", Duration.ofSeconds(seconds));

    assertThat(cooldowns.cooling("a")).isFalse();
  }

  @Test
  void coolsForAnHourAtTheMost() {
    cooldowns.start("a", Duration.ofSeconds(Long.MAX_VALUE));
    pass(Duration.ofHours(1));

    assertThat(cooldowns.cooling("a")).isFalse();
  }
}

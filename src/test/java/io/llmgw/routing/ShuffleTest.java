package io.llmgw.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.Limits;
import io.llmgw.testing.TestingConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  private static final int DRAWS = 20_000;

  private static DeploymentConfig entry(String id, Limits limits) {
    return TestingConfig.entry(id, "group", limits);
  }

  private static Limits limits(
      @Nullable Integer weight, @Nullable Integer rpm, @Nullable Integer tpm) {
    return new Limits(null, null, null, rpm, tpm, weight, null, null, List.of());
  }

  /** The share each gets. */
  private static Map<String, Double> shares(DeploymentConfig... entries) {
    Random random = new Random(7);
    Map<String, Double> shares = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      String id = Shuffle.draw(List.of(entries), Function.identity(), random).id();
      shares.merge(id, 1.0 / DRAWS, Double::sum);
    }
    return shares;
  }

  private static void share(Map<String, Double> shares, String id, double wanted) {
    assertThat(shares.getOrDefault(id, 0.0)).as(id).isCloseTo(wanted, within(0.015));
  }

  @Test
  void drawsAlikeWithoutWeights() {
    Map<String, Double> shares =
        shares(entry("a", Limits.DEFAULT), entry("b", Limits.DEFAULT), entry("c", Limits.DEFAULT));

    share(shares, "a", 1 / 3.0);
    share(shares, "b", 1 / 3.0);
    share(shares, "c", 1 / 3.0);
  }

  @Test
  void drawsByWeight() {
    Map<String, Double> shares =
        shares(entry("a", limits(9, 1, 1)), entry("b", limits(1, 900, 900)));

    share(shares, "a", 0.9);
    share(shares, "b", 0.1);
  }

  @Test
  void drawsByRequestsAMinuteElse() {
    Map<String, Double> shares =
        shares(entry("a", limits(null, 300, 1)), entry("b", limits(null, 100, 900)));

    share(shares, "a", 0.75);
  }

  @Test
  void drawsByTokensAMinuteElse() {
    Map<String, Double> shares =
        shares(entry("a", limits(null, null, 1_000)), entry("b", limits(null, null, 4_000)));

    share(shares, "b", 0.8);
  }

  @Test
  void doesNotMixMeasures() {
    Map<String, Double> shares =
        shares(
            entry("a", limits(2, null, null)),
            entry("b", limits(1, 10_000, null)),
            entry("c", limits(null, 10_000, null)));

    share(shares, "a", 2 / 3.0);
    share(shares, "b", 1 / 3.0);
    share(shares, "c", 0);
  }

  @Test
  void drawsNobodyOfWeightZeroButWhenThereIsNoOther() {
    share(shares(entry("a", limits(0, null, null)), entry("b", limits(1, null, null))), "b", 1);
    assertThat(shares(entry("a", limits(0, null, null)))).containsOnlyKeys("a");
    assertThat(shares(entry("a", limits(0, null, null)), entry("b", limits(0, null, null))))
        .isNotEmpty();
  }

  @Test
  void drawsFromTheLowestOrderOnly() {
    Map<String, Double> shares =
        shares(
            entry("none", Limits.DEFAULT),
            entry("second", TestingConfig.order(2)),
            entry("first", TestingConfig.order(1)),
            entry("first too", TestingConfig.order(1)));

    assertThat(shares).containsOnlyKeys("first", "first too");
  }
}

package io.llmgw.routing;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's {@code simple-shuffle}: of the members with the lowest {@code order} one is drawn at
 * random, weighted by the first of {@code weight}, {@code rpm} and {@code tpm} that any of them
 * has, else alike. A member without the measure the others have is drawn only when nothing else is
 * left.
 */
public final class Shuffle {
  private static final List<Function<Limits, @Nullable Integer>> MEASURES =
      List.of(Limits::weight, Limits::rpm, Limits::tpm);

  private Shuffle() {}

  /**
   * Draws one of the candidates, of which there is at least one.
   *
   * @param config how to see a candidate's configuration
   */
  public static <T> T draw(
      List<T> candidates, Function<T, DeploymentConfig> config, RandomGenerator random) {
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    int lowest = candidates.stream().mapToInt(c -> order(config.apply(c))).min().orElse(0);
    List<T> level = candidates.stream().filter(c -> order(config.apply(c)) == lowest).toList();
    double[] weights = weights(level.stream().map(c -> config.apply(c).limits()).toList());
    double drawn = random.nextDouble() * Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      drawn -= weights[i];
      if (drawn < 0) {
        return level.get(i);
      }
    }
    return level.getLast();
  }

  private static double[] weights(List<Limits> level) {
    for (Function<Limits, @Nullable Integer> measure : MEASURES) {
      if (level.stream().anyMatch(limits -> measure.apply(limits) != null)) {
        return level.stream().mapToDouble(limits -> value(measure.apply(limits))).toArray();
      }
    }
    return level.stream().mapToDouble(_ -> 1).toArray();
  }

  private static double value(@Nullable Integer weight) {
    return weight == null ? 0 : Math.max(weight, 0);
  }

  private static int order(DeploymentConfig deployment) {
    Integer order = deployment.limits().order();
    return order == null ? Integer.MAX_VALUE : order;
  }
}

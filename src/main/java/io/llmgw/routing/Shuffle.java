package io.llmgw.routing;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.config.DeploymentConfig.Limits;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * LiteLLM's {@code simple-shuffle}: of the members with the lowest {@code order} one is drawn at
 * random, weighted by {@code weight}, else {@code rpm}, else {@code tpm}, else alike.
 */
public final class Shuffle {
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
    double total = level.stream().mapToDouble(c -> weight(config.apply(c))).sum();
    double drawn = random.nextDouble() * total;
    for (T candidate : level) {
      drawn -= weight(config.apply(candidate));
      if (drawn < 0) {
        return candidate;
      }
    }
    return level.getLast();
  }

  private static int order(DeploymentConfig deployment) {
    Integer order = deployment.limits().order();
    return order == null ? Integer.MAX_VALUE : order;
  }

  private static double weight(DeploymentConfig deployment) {
    Limits limits = deployment.limits();
    for (Integer weight : new Integer[] {limits.weight(), limits.rpm(), limits.tpm()}) {
      if (weight != null) {
        return Math.max(weight, 0);
      }
    }
    return 1;
  }
}

package io.llmgw.probe;

import io.llmgw.catalog.ModelFacts;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What use of a deployment costs today. Thread-safe.
 *
 * @param facts what is known of a deployment's model
 */
public record Costs(Function<DeploymentConfig, ModelFacts> facts, LocalDate today) {

  /** US dollars for that use; null when the price is not known. */
  @Nullable BigDecimal of(DeploymentConfig deployment, Usage usage) {
    return facts.apply(deployment).cost(usage, today);
  }

  /** The same where the deployment's own name says less than the model that answered. */
  @Nullable BigDecimal of(DeploymentConfig deployment, @Nullable String served, Usage usage) {
    BigDecimal cost = of(deployment, usage);
    return cost != null || served == null ? cost : of(serving(deployment, served), usage);
  }

  /** The facts, by the model that answered where the configuration does not name it. */
  ModelFacts of(DeploymentConfig deployment, @Nullable String served) {
    boolean named = deployment.info().baseModel() != null || served == null;
    return facts.apply(named ? deployment : serving(deployment, served));
  }

  private static DeploymentConfig serving(DeploymentConfig from, @Nullable String served) {
    DeploymentConfig.ModelInfo info = from.info();
    return from.withInfo(
        new DeploymentConfig.ModelInfo(
            info.mode(),
            served,
            info.maxInputTokens(),
            info.maxOutputTokens(),
            info.supports(),
            info.other()));
  }
}

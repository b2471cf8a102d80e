package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.Usage;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** What tokens cost. Thread-safe. */
@FunctionalInterface
public interface Prices {
  /** Servers whose owner pays for them otherwise. */
  Set<String> FREE =
      Set.of("demo", "ollama", "lm_studio", "localai", "hosted_vllm", "llamacpp", "llamafile");

  /** US dollars for that use; empty when the price is not known. */
  OptionalDouble usd(DeploymentConfig deployment, Usage usage);

  /** The prices the configuration gives, and nothing for servers of one's own; else {@code more}. */
  static Prices configuredOr(Prices more) {
    return (deployment, usage) -> {
      Map<String, Object> info = deployment.info().other();
      if (info.get("input_cost_per_token") instanceof Number input) {
        double output =
            info.get("output_cost_per_token") instanceof Number number ? number.doubleValue() : 0;
        return OptionalDouble.of(
            usage.inputTokens() * input.doubleValue() + usage.outputTokens() * output);
      }
      return FREE.contains(deployment.provider())
          ? OptionalDouble.of(0)
          : more.usd(deployment, usage);
    };
  }
}

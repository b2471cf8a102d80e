package io.llmgw.probe;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.model.Cancellation;
import io.llmgw.provider.Provider;
import java.net.ProxySelector;
import java.util.function.Function;

/**
 * Climbs targets rung by rung. Thread-safe; holds nothing to close.
 *
 * @param providers makes the provider of a deployment; throws {@link
 *     io.llmgw.model.GatewayException} when its settings cannot work
 * @param proxies as the providers use them
 * @param container whether this process runs inside a container
 */
public record Ladder(
    Function<DeploymentConfig, Provider> providers,
    ProxySelector proxies,
    Costs costs,
    boolean container) {

  /** Told of each check as it ends, by the thread that made it. */
  @FunctionalInterface
  public interface Listener {
    void result(Target target, RungResult result);
  }

  /** Climbs as far as the plan and the target allow; blocks, and never throws for what it finds. */
  TargetReport climb(Target target, Plan plan, Cancellation cancellation, Listener listener) {
    return new Climb(this, target, plan, cancellation, listener).run();
  }
}

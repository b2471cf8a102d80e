package io.llmgw.config;

import java.time.Duration;

/**
 * How the upstreams are checked for {@code /health}.
 *
 * @param background whether they are checked all the time, and not only when somebody asks
 * @param interval pause between the checks in the background
 * @param details whether {@code /health} tells more than which upstreams are well
 */
public record HealthChecks(boolean background, Duration interval, boolean details) {
  public static final HealthChecks DEFAULT = new HealthChecks(false, Duration.ofMinutes(5), true);
}

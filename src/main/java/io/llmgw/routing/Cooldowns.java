package io.llmgw.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deployments that failed a moment ago and are left alone for a while, by their id. Thread-safe.
 */
public final class Cooldowns {
  private final Map<String, Instant> until = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public Cooldowns(InstantSource clock) {
    this.clock = clock;
  }

  /** Leaves a deployment alone for that long from now. */
  public void start(String deployment, Duration length) {
    if (length.isPositive()) {
      until.put(deployment, clock.instant().plus(length));
    }
  }

  public boolean cooling(String deployment) {
    if (until.isEmpty()) {
      return false;
    }
    Instant end = until.get(deployment);
    if (end == null) {
      return false;
    }
    if (clock.instant().isBefore(end)) {
      return true;
    }
    until.remove(deployment, end);
    return false;
  }
}

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
  // whatever an upstream asks for
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<String, Instant> until = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public Cooldowns(InstantSource clock) {
    this.clock = clock;
  }

  /** Leaves a deployment alone for that long from now, an hour at the most. */
  public void start(String deployment, Duration length) {
    if (length.isPositive()) {
      Duration kept = length.compareTo(LONGEST) > 0 ? LONGEST : length;
      until.put(deployment, clock.instant().plus(kept));
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

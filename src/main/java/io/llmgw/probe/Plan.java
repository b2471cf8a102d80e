package io.llmgw.probe;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How far to climb, and within what.
 *
 * @param level the last rung
 * @param free whether nothing billable may be done
 * @param timeout for all checks of one target
 * @param concurrency targets tested at once
 * @param failFast whether the first target that fails ends the run
 */
public record Plan(Rung level, boolean free, Duration timeout, int concurrency, boolean failFast) {

  /** Up to one short answer. */
  public static final Plan DEFAULT = new Plan(Rung.CHAT, false, Duration.ofSeconds(60), 8, false);

  /** Nothing a provider charges for. */
  public Plan gratis() {
    return new Plan(Rung.MODEL, true, timeout, concurrency, failFast);
  }

  /** The rungs to climb for a model of that mode: one that embeds is asked for vectors instead. */
  Set<Rung> rungs(String mode) {
    EnumSet<Rung> rungs = EnumSet.range(Rung.CONFIG, level);
    if (mode.equals("embedding")) {
      boolean answers = rungs.contains(Rung.CHAT);
      rungs.removeAll(EnumSet.range(Rung.CHAT, Rung.EMBEDDINGS));
      if (answers) {
        rungs.add(Rung.EMBEDDINGS);
      }
    } else {
      rungs.remove(Rung.EMBEDDINGS);
      if (!mode.equals("chat")) {
        rungs.removeIf(Rung::billable);
      }
    }
    if (free) {
      rungs.removeIf(Rung::billable);
    }
    return rungs;
  }
}

package io.llmgw.config;

import java.time.Duration;
import java.util.Map;

/**
 * {@code router_settings}, with what may also stand in {@code litellm_settings}.
 *
 * @param aliases {@code model_group_alias}
 * @param numRetries further tries within the group before the first good event
 * @param timeout limit of a whole call
 * @param streamTimeout limit up to the first event of a stream, or up to the answer's head
 * @param cooldownTime how long a failing deployment is left alone
 */
public record RouterSettings(
    String strategy,
    Map<String, Alias> aliases,
    int numRetries,
    Duration timeout,
    Duration streamTimeout,
    Duration cooldownTime) {

  public static final RouterSettings DEFAULT =
      new RouterSettings(
          "simple-shuffle",
          Map.of(),
          2,
          Duration.ofSeconds(600),
          Duration.ofSeconds(600),
          Duration.ofSeconds(5));

  public RouterSettings {
    aliases = Map.copyOf(aliases);
  }

  /** Another name of a model group; a hidden one is not listed. */
  public record Alias(String model, boolean hidden) {}
}

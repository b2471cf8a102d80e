package io.llmgw.keys;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sets about a key.
 *
 * @param alias its name for people; no two keys share one
 * @param models names and patterns of models it may ask for; empty for all
 * @param routes paths, patterns of paths and names of groups of them it may use; empty for all that
 *     need no master key
 * @param aliases models it gets under other names
 * @param perModel limits for one model each, besides those for all together
 * @param metadata a JSON object for its owner's own use
 * @param expires null for never
 */
public record KeySettings(
    @Nullable String alias,
    @Nullable String userId,
    @Nullable String teamId,
    List<String> models,
    List<String> routes,
    Map<String, String> aliases,
    Allowance allowance,
    Map<String, Allowance> perModel,
    Budget budget,
    String metadata,
    @Nullable Instant expires,
    boolean blocked) {

  public static final KeySettings DEFAULT =
      new KeySettings(
          null,
          null,
          null,
          List.of(),
          List.of(),
          Map.of(),
          Allowance.NONE,
          Map.of(),
          Budget.NONE,
          "{}",
          null,
          false);

  public KeySettings {
    models = List.copyOf(models);
    routes = List.copyOf(routes);
    aliases = Map.copyOf(aliases);
    perModel = Map.copyOf(perModel);
  }

  KeySettings withBlocked(boolean now) {
    return new KeySettings(
        alias, userId, teamId, models, routes, aliases, allowance, perModel, budget, metadata,
        expires, now);
  }
}

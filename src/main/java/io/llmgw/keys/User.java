package io.llmgw.keys;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone who owns keys. The limits hold for all of the user's keys together.
 *
 * @param models the most any of the user's keys may ask for; empty for all
 * @param metadata a JSON object for its owner's own use
 */
public record User(
    String id,
    @Nullable String email,
    @Nullable String alias,
    @Nullable String role,
    List<String> models,
    Allowance allowance,
    Budget budget,
    String metadata,
    Instant created,
    Instant updated) {
  public User {
    models = List.copyOf(models);
  }
}

package io.llmgw.keys;

import io.llmgw.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user as JSON, by LiteLLM's names.
 *
 * @param firstKey the settings of a key the user gets at once, null when none is wanted
 */
public record UserFields(User user, @Nullable KeySettings firstKey) {
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "teams",
          "organizations",
          "sso_user_id",
          "budget_id",
          "guardrails",
          "policies",
          "permissions",
          "config",
          "model_max_budget",
          "model_rpm_limit",
          "model_tpm_limit",
          "object_permission",
          "allowed_cache_controls");

  /** Of {@code /user/new}. */
  static UserFields read(ObjectNode request, Instant now) {
    FieldReader reader = new FieldReader(request);
    String id = reader.text("user_id", null);
    User user = user(reader, id == null ? UUID.randomUUID().toString() : id, now);
    reader.has("send_invite_email");
    boolean keyWanted = reader.flag("auto_create_key", true);
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    for (String name : List.of("key_alias", "duration", "aliases", "team_id", "blocked")) {
      if (reader.has(name)) {
        key.set(name, request.get(name));
      }
    }
    reader.refuseOthers(UNSUPPORTED);
    KeySettings settings =
        KeyFields.read(key.put("user_id", user.id()), KeySettings.DEFAULT, now, Set.of());
    return new UserFields(user, keyWanted ? settings : null);
  }

  private static User user(FieldReader reader, String id, Instant now) {
    return new User(
        id,
        reader.text("user_email", null),
        reader.text("user_alias", null),
        reader.text("user_role", null),
        reader.texts("models", List.of()),
        KeyFields.allowance(reader, Allowance.NONE),
        KeyFields.budget(reader, Budget.NONE),
        KeyFields.metadata(reader, "{}"),
        now,
        now);
  }

  /** A user that was written by {@link #write}. */
  public static User stored(String json) {
    ObjectNode fields = (ObjectNode) Json.MAPPER.readTree(json);
    FieldReader reader = new FieldReader(fields);
    User user = user(reader, fields.path("user_id").asString(), Instant.EPOCH);
    return new User(
        user.id(),
        user.email(),
        user.alias(),
        user.role(),
        user.models(),
        user.allowance(),
        user.budget(),
        user.metadata(),
        Instant.parse(fields.path("created_at").asString()),
        Instant.parse(fields.path("updated_at").asString()));
  }

  /** All that is known of a user. */
  public static ObjectNode write(User user) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("user_id", user.id()).put("user_email", user.email());
    fields.put("user_alias", user.alias()).put("user_role", user.role());
    user.models().forEach(fields.putArray("models")::add);
    KeyFields.write(fields, user.allowance());
    KeyFields.write(fields, user.budget());
    fields.set("metadata", Json.MAPPER.readTree(user.metadata()));
    fields.put("created_at", user.created().toString());
    return fields.put("updated_at", user.updated().toString());
  }
}

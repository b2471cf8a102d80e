package io.llmgw.keys;

import static io.llmgw.keys.FieldReader.wrong;

import io.llmgw.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key's settings as JSON, by LiteLLM's names: what the admin API takes and gives, what the
 * command line prints, and what is stored.
 */
public final class KeyFields {
  private static final Duration LONGEST = Duration.ofDays(365 * 100);

  /** Those of LiteLLM's that would change what a key may do, and cannot here. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "spend",
          "budget_id",
          "budget_limits",
          "agent_id",
          "organization_id",
          "project_id",
          "rpm_limit_type",
          "tpm_limit_type",
          "model_max_budget",
          "guardrails",
          "policies",
          "prompts",
          "enforced_params",
          "config",
          "permissions",
          "allowed_cache_controls",
          "allowed_passthrough_routes",
          "router_settings",
          "auto_rotate",
          "rotation_interval",
          "access_group_ids",
          "object_permission",
          "temp_budget_increase",
          "temp_budget_expiry");

  private KeyFields() {}

  /**
   * Reads settings over others: a member that is absent leaves what was, null takes it away.
   *
   * @param also members that are not settings, which the caller reads
   * @throws io.llmgw.model.GatewayException naming the member that is wrong or not known
   */
  static KeySettings read(ObjectNode fields, KeySettings before, Instant now, Set<String> also) {
    FieldReader reader = new FieldReader(fields);
    also.forEach(reader::has);
    reader.has("send_invite_email");
    KeySettings settings =
        new KeySettings(
            alias(reader.text("key_alias", before.alias())),
            reader.text("user_id", before.userId()),
            reader.text("team_id", before.teamId()),
            reader.texts("models", before.models()),
            routes(reader, before.routes()),
            reader.textMap("aliases", before.aliases()),
            allowance(reader, before.allowance()),
            perModel(reader, before.perModel()),
            budget(reader, before.budget()),
            metadata(reader, before.metadata()),
            expires(reader, before.expires(), now),
            reader.flag("blocked", before.blocked()));
    reader.refuseOthers(UNSUPPORTED);
    return settings;
  }

  /** Settings that were written by {@link #write}. */
  public static KeySettings stored(String json) {
    return read(
        (ObjectNode) Json.MAPPER.readTree(json), KeySettings.DEFAULT, Instant.EPOCH, Set.of());
  }

  /** All settings, also those that are not set. */
  public static ObjectNode write(KeySettings settings) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("key_alias", settings.alias());
    fields.put("user_id", settings.userId()).put("team_id", settings.teamId());
    settings.models().forEach(fields.putArray("models")::add);
    settings.routes().forEach(fields.putArray("allowed_routes")::add);
    ObjectNode aliases = fields.putObject("aliases");
    settings.aliases().forEach(aliases::put);
    write(fields, settings.allowance());
    ObjectNode requests = fields.putObject("model_rpm_limit");
    ObjectNode tokens = fields.putObject("model_tpm_limit");
    settings
        .perModel()
        .forEach((model, limit) -> {
          if (limit.requests() != null) {
            requests.put(model, limit.requests());
          }
          if (limit.tokens() != null) {
            tokens.put(model, limit.tokens());
          }
        });
    write(fields, settings.budget());
    fields.set("metadata", Json.MAPPER.readTree(settings.metadata()));
    fields.put("expires", text(settings.expires()));
    return fields.put("blocked", settings.blocked());
  }

  static void write(ObjectNode fields, Allowance allowance) {
    fields.put("rpm_limit", allowance.requests()).put("tpm_limit", allowance.tokens());
    fields.put("max_parallel_requests", allowance.parallel());
  }

  static void write(ObjectNode fields, Budget budget) {
    fields.put("max_budget", budget.max()).put("soft_budget", budget.soft());
    fields.put("budget_duration", budget.period());
  }

  static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable String alias(@Nullable String alias) {
    if (alias != null && (alias.isBlank() || alias.startsWith(KeySecrets.PREFIX))) {
      throw wrong("key_alias", "must not begin with 'sk-', as keys do, nor be blank");
    }
    return alias;
  }

  private static List<String> routes(FieldReader reader, List<String> before) {
    List<String> routes = reader.texts("allowed_routes", before);
    for (String route : routes) {
      if (!route.startsWith("/") && !RouteRules.groups().contains(route)) {
        throw wrong(
            "allowed_routes",
            "holds '%s', which is neither a path nor one of %s"
                .formatted(
                    route, String.join(", ", RouteRules.groups().stream().sorted().toList())));
      }
    }
    String type = reader.text("key_type", null);
    if (type == null) {
      return routes;
    }
    return switch (type) {
      case "default" -> routes;
      case "llm_api" -> List.of("llm_api_routes");
      case "read_only" -> List.of("info_routes");
      default -> throw wrong("key_type", "must be default, llm_api or read_only here");
    };
  }

  static Allowance allowance(FieldReader reader, Allowance before) {
    return new Allowance(
        reader.whole("rpm_limit", before.requests()),
        reader.whole("tpm_limit", before.tokens()),
        reader.whole("max_parallel_requests", before.parallel()));
  }

  private static Map<String, Allowance> perModel(
      FieldReader reader, Map<String, Allowance> before) {
    Map<String, Long> requests = reader.wholeMap("model_rpm_limit");
    Map<String, Long> tokens = reader.wholeMap("model_tpm_limit");
    if (requests == null && tokens == null) {
      return before;
    }
    Map<String, Long> rpm = new HashMap<>();
    Map<String, Long> tpm = new HashMap<>();
    before.forEach((model, limit) -> {
      if (requests == null && limit.requests() != null) {
        rpm.put(model, limit.requests());
      }
      if (tokens == null && limit.tokens() != null) {
        tpm.put(model, limit.tokens());
      }
    });
    rpm.putAll(requests == null ? Map.of() : requests);
    tpm.putAll(tokens == null ? Map.of() : tokens);
    Map<String, Allowance> limits = new HashMap<>();
    rpm.forEach((model, limit) -> limits.put(model, new Allowance(limit, tpm.get(model), null)));
    tpm.forEach(
        (model, limit) -> limits.putIfAbsent(model, new Allowance(rpm.get(model), limit, null)));
    return limits;
  }

  static Budget budget(FieldReader reader, Budget before) {
    String period = reader.text("budget_duration", before.period());
    if (period != null && KeyDuration.parse(period) == null) {
      throw wrong("budget_duration", "must be a time such as 24h, 30d or 1mo");
    }
    return new Budget(
        reader.amount("max_budget", before.max()),
        reader.amount("soft_budget", before.soft()),
        period);
  }

  /** As LiteLLM does, tags are kept with the rest. */
  static String metadata(FieldReader reader, String before) {
    ObjectNode metadata =
        reader.has("metadata")
            ? reader.object("metadata").deepCopy()
            : (ObjectNode) Json.MAPPER.readTree(before);
    if (reader.has("tags")) {
      List<String> tags = reader.texts("tags", List.of());
      metadata.remove("tags");
      if (!tags.isEmpty()) {
        tags.forEach(metadata.putArray("tags")::add);
      }
    }
    return Json.MAPPER.writeValueAsString((JsonNode) metadata);
  }

  private static @Nullable Instant expires(
      FieldReader reader, @Nullable Instant before, Instant now) {
    boolean given = reader.has("duration");
    String duration = reader.text("duration", null);
    String at = reader.text("expires", null);
    if (at != null && duration != null) {
      throw wrong("duration", "and 'expires' exclude each other");
    }
    if (duration != null) {
      return KeyDuration.isForever(duration) ? null : now.plus(length("duration", duration));
    }
    if (at != null) {
      return instant(at);
    }
    return given || reader.has("expires") ? null : before;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw wrong("expires", "must be a time such as 2027-01-31T00:00:00Z");
    }
  }

  static Duration length(String field, String text) {
    Duration length = KeyDuration.parse(text);
    if (length == null || length.compareTo(LONGEST) > 0) {
      throw wrong(field, "must be a time such as 30m, 24h or 30d");
    }
    return length;
  }
}

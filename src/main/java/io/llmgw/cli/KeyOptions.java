package io.llmgw.cli;

import io.llmgw.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a client's key may do, as flags. */
final class KeyOptions {
  private static final String NONE = "none";

  @Option(
      names = "--models",
      order = 2,
      split = ",",
      paramLabel = "NAME",
      description = "Models it may ask for, with * for any text; none for all.")
  private @Nullable List<String> models;

  @Option(
      names = "--routes",
      order = 3,
      split = ",",
      paramLabel = "PATH",
      description = "Paths it may use, such as /v1/chat/completions or llm_api_routes.")
  private @Nullable List<String> routes;

  @Option(
      names = "--rpm",
      order = 4,
      paramLabel = "N",
      description = "Requests per minute; none for no limit.")
  private @Nullable String rpm;

  @Option(
      names = "--tpm",
      order = 5,
      paramLabel = "N",
      description = "Tokens per minute; none for no limit.")
  private @Nullable String tpm;

  @Option(
      names = "--parallel",
      order = 6,
      paramLabel = "N",
      description = "Requests in flight; none for no limit.")
  private @Nullable String parallel;

  @Option(
      names = "--model-rpm",
      order = 7,
      paramLabel = "NAME=N",
      description = "Requests per minute to one model.")
  private @Nullable Map<String, String> modelRpm;

  @Option(
      names = "--model-tpm",
      order = 8,
      paramLabel = "NAME=N",
      description = "Tokens per minute of one model.")
  private @Nullable Map<String, String> modelTpm;

  @Option(
      names = "--alias",
      order = 9,
      paramLabel = "NAME=MODEL",
      description = "Another name for a model, for this key.")
  private @Nullable Map<String, String> aliases;

  @Option(
      names = "--budget",
      order = 10,
      paramLabel = "USD[/TIME]",
      description = "Dollars it may spend, such as 20 or 20/30d; kept, not enforced yet.")
  private @Nullable String budget;

  @Option(
      names = "--expires",
      order = 11,
      paramLabel = "TIME",
      description = "How long it is good, such as 12h or 30d, or until when; none for ever.")
  private @Nullable String expires;

  @Option(names = "--user", order = 12, paramLabel = "ID", description = "Who owns it.")
  private @Nullable String user;

  @Option(names = "--team", order = 13, paramLabel = "ID", description = "Whose team it is of.")
  private @Nullable String team;

  @Option(
      names = "--metadata",
      order = 14,
      paramLabel = "JSON",
      description = "An object for your own use.")
  private @Nullable String metadata;

  /** The flags that were given, by LiteLLM's names. */
  ObjectNode fields() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    list(fields, "models", models);
    list(fields, "allowed_routes", routes);
    number(fields, "rpm_limit", "--rpm", rpm);
    number(fields, "tpm_limit", "--tpm", tpm);
    number(fields, "max_parallel_requests", "--parallel", parallel);
    numbers(fields, "model_rpm_limit", "--model-rpm", modelRpm);
    numbers(fields, "model_tpm_limit", "--model-tpm", modelTpm);
    if (aliases != null) {
      ObjectNode map = fields.putObject("aliases");
      aliases.forEach(map::put);
    }
    budget(fields);
    expires(fields);
    text(fields, "user_id", user);
    text(fields, "team_id", team);
    metadata(fields);
    return fields;
  }

  private static void text(ObjectNode fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value.equals(NONE) ? null : value);
    }
  }

  private static void list(ObjectNode fields, String name, @Nullable List<String> values) {
    if (values != null) {
      ArrayNode list = fields.putArray(name);
      if (!values.equals(List.of(NONE))) {
        values.forEach(list::add);
      }
    }
  }

  private static void number(ObjectNode fields, String name, String flag, @Nullable String value) {
    if (value != null) {
      fields.put(name, value.equals(NONE) ? null : Long.valueOf(whole(flag, value)));
    }
  }

  private static void numbers(
      ObjectNode fields, String name, String flag, @Nullable Map<String, String> values) {
    if (values != null) {
      ObjectNode map = fields.putObject(name);
      values.forEach((model, value) -> map.put(model, whole(flag, value)));
    }
  }

  private static long whole(String flag, String value) {
    if (!value.matches("[0-9]{1,15}")) {
      throw wrong(flag + " takes a whole number, or none, not '" + value + "'");
    }
    return Long.parseLong(value);
  }

  private void budget(ObjectNode fields) {
    if (budget == null) {
      return;
    }
    if (budget.equals(NONE)) {
      fields.putNull("max_budget").putNull("budget_duration");
      return;
    }
    String[] parts = budget.split("/", 2);
    if (!parts[0].matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      throw wrong("--budget takes dollars, such as 20 or 20/30d, not '" + budget + "'");
    }
    fields.put("max_budget", new BigDecimal(parts[0]));
    if (parts.length == 2) {
      fields.put("budget_duration", parts[1].equals("month") ? "1mo" : parts[1]);
    }
  }

  private void expires(ObjectNode fields) {
    if (expires == null) {
      return;
    }
    if (expires.equals(NONE)) {
      fields.put("duration", "-1");
    } else if (expires.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      fields.put("expires", expires + "T00:00:00Z");
    } else {
      fields.put(expires.contains("T") ? "expires" : "duration", expires);
    }
  }

  private void metadata(ObjectNode fields) {
    if (metadata == null) {
      return;
    }
    try {
      fields.set("metadata", Json.MAPPER.readTree(metadata));
    } catch (JacksonException _) {
      throw wrong("--metadata takes a JSON object, such as '{\"team\":\"web\"}'");
    }
  }

  private static CommandException wrong(String message) {
    return new CommandException(ExitCode.USAGE, message, null);
  }
}

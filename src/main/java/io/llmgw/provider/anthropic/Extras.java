package io.llmgw.provider.anthropic;

import io.llmgw.model.Fidelity;
import io.llmgw.provider.UnplacedParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Request parameters without a canonical place: what becomes of each here. */
final class Extras {
  /** Anthropic's own, which other clients send along for it. */
  private static final Set<String> OWN =
      Set.of(
          "cache_control",
          "container",
          "context_management",
          "inference_geo",
          "mcp_servers",
          "output_config",
          "speed");

  /** Looked at elsewhere, or of no effect on the answer. */
  private static final Set<String> QUIET =
      Set.of("anthropic_beta", "betas", "guardrails", "service_tier", "stream_options");

  private static final Pattern PERSONAL =
      Pattern.compile(".*@.*\\..*|\\+[0-9 ()./-]{7,}|\\(?[0-9]{2,5}[) .-]+[0-9][0-9 .-]{4,}");
  private static final int LONGEST_USER = 256;

  private final Map<String, JsonNode> extras;
  private final List<String> allowed;
  private final Fidelity fidelity;

  /** Reads those; parameters that are allowed by name are passed on whatever is known of them. */
  Extras(Map<String, JsonNode> extras, List<String> allowed, Fidelity fidelity) {
    this.extras = new TreeMap<>(extras);
    this.allowed = allowed;
    this.fidelity = fidelity;
  }

  /** Writes what is taken, says what is not. */
  void write(ObjectNode body) {
    extras.forEach((name, value) -> {
      if (OWN.contains(name) || allowed.contains(name)) {
        body.set(name, value);
      } else if (name.equals("n")) {
        UnplacedParams.requireOne(value);
      } else if (!UnplacedParams.isQuiet(name)
          && !QUIET.contains(name)
          && !UnplacedParams.isDefault(name, value)) {
        fidelity.drop(name, "this provider has no such parameter");
      }
    });
    user(body);
    tier(body);
  }

  /** The client's {@code thinking} object; missing when it sent none. */
  JsonNode thinking(ObjectNode missing) {
    return extras.getOrDefault("thinking", missing);
  }

  /** Features in trial the client asks for, which go into a header. */
  List<String> betas() {
    List<String> betas = new ArrayList<>();
    for (String name : List.of("anthropic_beta", "betas")) {
      JsonNode value = extras.get(name);
      if (value != null && value.isString()) {
        betas.addAll(List.of(value.asString().split(",")));
      } else if (value != null) {
        value.forEach(beta -> betas.add(beta.asString("")));
      }
    }
    return betas;
  }

  private void user(ObjectNode body) {
    for (JsonNode candidate :
        new JsonNode[] {
          extras.get("user"),
          extras.get("safety_identifier"),
          extras.containsKey("metadata") ? extras.get("metadata").get("user_id") : null
        }) {
      String user = candidate == null ? "" : candidate.asString("");
      if (user.isBlank()) {
        continue;
      }
      if (PERSONAL.matcher(user).matches() || user.length() > LONGEST_USER) {
        fidelity.lose("user", "this provider wants no e-mail address, phone number or long text");
      } else {
        body.putObject("metadata").put("user_id", user);
        return;
      }
    }
  }

  private void tier(ObjectNode body) {
    JsonNode tier = extras.get("service_tier");
    if (tier == null || tier.isNull()) {
      return;
    }
    switch (tier.asString("")) {
      case "auto" -> body.put("service_tier", "auto");
      case "default", "standard_only" -> body.put("service_tier", "standard_only");
      default -> fidelity.drop("service_tier", "this provider knows auto and default only");
    }
  }
}

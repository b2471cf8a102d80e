package io.llmgw.provider.bedrock;

import io.llmgw.model.Fidelity;
import io.llmgw.provider.UnplacedParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Request parameters without a canonical place: what becomes of each here. */
final class Extras {
  /** Converse's own, which clients send along for it. */
  private static final Set<String> OWN =
      Set.of(
          "additionalModelResponseFieldPaths",
          "guardrailConfig",
          "performanceConfig",
          "promptVariables",
          "requestMetadata",
          "serviceTier");

  private static final String ADDITIONAL = "additionalModelRequestFields";
  private static final Set<String> TIERS = Set.of("default", "flex", "priority", "reserved");

  /** Looked at elsewhere, or of no effect on the answer. */
  private static final Set<String> QUIET =
      Set.of(ADDITIONAL, "anthropic_beta", "betas", "guardrails", "service_tier", "stream_options");

  private final Map<String, JsonNode> extras;
  private final Profile profile;
  private final Fidelity fidelity;

  Extras(Map<String, JsonNode> extras, Profile profile, Fidelity fidelity) {
    this.extras = new TreeMap<>(extras);
    this.profile = profile;
    this.fidelity = fidelity;
  }

  /**
   * Writes what is taken, says what is not.
   *
   * @param additional the fields for the model alone
   */
  void write(ObjectNode body, ObjectNode additional) {
    extras.forEach((name, value) -> {
      boolean claudes = profile.traits().claude() && name.equals("output_config");
      if (OWN.contains(name)) {
        body.set(name, value);
      } else if (profile.allowed().contains(name) || claudes) {
        additional.set(name, value.deepCopy());
      } else if (name.equals("n")) {
        UnplacedParams.requireOne(value);
      } else if (!UnplacedParams.isQuiet(name)
          && !QUIET.contains(name)
          && !UnplacedParams.isDefault(name, value)) {
        fidelity.drop(name, "this provider has no such parameter");
      }
    });
    if (extras.get(ADDITIONAL) instanceof ObjectNode fields) {
      fields.properties().forEach(field -> additional.set(field.getKey(), field.getValue()));
    }
    tier(body);
    betas(additional);
  }

  /** The client's {@code thinking} object; missing when it sent none. */
  JsonNode thinking(ObjectNode missing) {
    return extras.getOrDefault("thinking", missing);
  }

  private void tier(ObjectNode body) {
    String tier = extras.containsKey("service_tier") ? extras.get("service_tier").asString("") : "";
    if (TIERS.contains(tier)) {
      body.putObject("serviceTier").put("type", tier);
    } else if (!tier.isEmpty() && !tier.equals("auto")) {
      fidelity.drop("service_tier", "this provider knows auto, default, flex and priority only");
    }
  }

  /** Features in trial that Bedrock knows; any other would fail the request. */
  private void betas(ObjectNode additional) {
    ArrayNode known = additional.arrayNode();
    for (String beta : wishedBetas()) {
      if (profile.traits().claude() && profile.models().knowsBeta(beta)) {
        known.add(beta);
      } else if (!beta.isEmpty()) {
        fidelity.lose("anthropic_beta", "'" + beta + "' is not known here");
      }
    }
    if (!known.isEmpty()) {
      additional.set("anthropic_beta", known);
    }
  }

  private List<String> wishedBetas() {
    List<String> betas = new ArrayList<>();
    for (String name : List.of("anthropic_beta", "betas")) {
      JsonNode value = extras.get(name);
      if (value != null && value.isString()) {
        for (String beta : value.asString().split(",", -1)) {
          betas.add(beta.strip());
        }
      } else if (value != null) {
        value.forEach(beta -> betas.add(beta.asString("").strip()));
      }
    }
    return betas;
  }
}

package io.llmgw.provider.gemini;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.provider.UnplacedParams;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Request fields without a canonical place, and what becomes of them here. */
final class Extras {
  /** Read elsewhere, or of no effect on the answer. */
  private static final Set<String> QUIET =
      Set.of("context_management", "guardrails", "output_config", "stream_options");

  private final Map<String, JsonNode> extras;
  private final Profile profile;
  private final Fidelity fidelity;

  Extras(Map<String, JsonNode> extras, Profile profile, Fidelity fidelity) {
    this.extras = new TreeMap<>(extras);
    this.profile = profile;
    this.fidelity = fidelity;
  }

  /** Writes what is taken, says what is not. */
  void write(ObjectNode body, ObjectNode config) {
    extras.forEach((name, value) -> {
      if (value.isNull() || UnplacedParams.isQuiet(name) || QUIET.contains(name)) {
        return;
      }
      switch (name) {
        case "n" -> candidates(config, value);
        case "modalities" -> modalities(config, value);
        case "safety_settings", "safetySettings" -> body.set("safetySettings", value);
        case "cached_content", "cachedContent" -> body.set("cachedContent", value);
        case "service_tier" -> tier(body, value.asString(""));
        case "labels" -> labels(body, value);
        case "web_search_options" -> {
          // becomes a tool
        }
        default -> other(body, name, value);
      }
    });
  }

  /** Whether Google may be searched for the answer. */
  boolean search() {
    return extras.getOrDefault("web_search_options", null) instanceof ObjectNode;
  }

  /** Whether the client wants to see the thoughts. */
  boolean showsThoughts() {
    JsonNode included = extras.get("include_reasoning");
    JsonNode reasoning = extras.get("reasoning");
    return (included == null || included.asBoolean(true))
        && (reasoning == null || !reasoning.path("exclude").asBoolean(false));
  }

  private void other(ObjectNode body, String name, JsonNode value) {
    if (profile.allowed().contains(name)) {
      body.set(name, value);
    } else if (!UnplacedParams.isOff(value)) {
      fidelity.drop(name, "this provider has no such parameter");
    }
  }

  private void candidates(ObjectNode config, JsonNode n) {
    int most = profile.traits().candidates();
    int wanted = n.isIntegralNumber() ? n.asInt(0) : 0;
    if (wanted < 1 || wanted > most) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          most == 1
              ? "'n' must be 1: this model gives one answer for a request."
              : "'n' must be from 1 to " + most + " for this model.",
          ErrorDetail.ofParam("n"));
    }
    if (wanted > 1) {
      config.put("candidateCount", wanted);
    }
  }

  private static void modalities(ObjectNode config, JsonNode value) {
    ArrayNode kinds = config.arrayNode();
    value.forEach(kind -> kinds.add(kind.asString("").toUpperCase(Locale.ROOT)));
    boolean textOnly = kinds.size() == 1 && kinds.get(0).asString().equals("TEXT");
    if (!kinds.isEmpty() && !textOnly) {
      config.set("responseModalities", kinds);
    }
  }

  private void tier(ObjectNode body, String tier) {
    switch (tier) {
      case "auto", "default", "standard" -> {
        // what it does anyway
      }
      case "flex", "priority" -> {
        if (profile.vertex()) {
          fidelity.drop("service_tier", "Vertex AI has no such parameter");
        } else {
          body.put("serviceTier", tier);
        }
      }
      default -> fidelity.drop("service_tier", "this provider knows flex and priority only");
    }
  }

  private void labels(ObjectNode body, JsonNode value) {
    if (profile.vertex()) {
      body.set("labels", value);
    } else {
      fidelity.drop("labels", "only Vertex AI takes labels");
    }
  }
}

package io.llmgw.provider.anthropic;

import io.llmgw.catalog.ClaudeModel;
import io.llmgw.catalog.ClaudeModels;
import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Json;
import io.llmgw.provider.Additions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What decides how a request to one deployment looks. Immutable.
 *
 * @param vendor for messages
 * @param model the upstream's name of the model
 * @param additions what the configuration adds to translated requests
 * @param defaults members for untranslated requests that lack them, as JSON text
 * @param extraBody members for every untranslated request, as JSON text
 * @param dropPaths {@code additional_drop_params}
 * @param allowed {@code allowed_openai_params}
 */
record Profile(
    String vendor,
    String model,
    ClaudeModel traits,
    Additions additions,
    Map<String, byte[]> defaults,
    Map<String, byte[]> extraBody,
    List<String> dropPaths,
    List<String> allowed) {

  /** Configured parameters that have the same name and meaning here as they have elsewhere. */
  private static final Set<String> SHARED =
      Set.of(
          "cache_control",
          "container",
          "context_management",
          "inference_geo",
          "max_tokens",
          "mcp_servers",
          "output_config",
          "stop_sequences",
          "temperature",
          "thinking",
          "top_k",
          "top_p");

  static Profile of(DeploymentConfig deployment, ClaudeModels models) {
    ClaudeModel traits = models.of(deployment.realModel());
    Long limit = deployment.info().maxOutputTokens();
    Map<String, byte[]> defaults = json(deployment.endpoint().defaults());
    defaults.keySet().retainAll(SHARED);
    return new Profile(
        deployment.provider(),
        deployment.model(),
        limit == null ? traits : traits.withMaxOutput((int) Math.min(limit, Integer.MAX_VALUE)),
        new Additions(deployment.endpoint()),
        defaults,
        json(deployment.endpoint().extraBody()),
        deployment.repair().dropAlways(),
        deployment.repair().allowAlways());
  }

  private static Map<String, byte[]> json(Map<String, Object> members) {
    Map<String, byte[]> json = new TreeMap<>();
    members.forEach((name, value) -> json.put(name, Json.MAPPER.writeValueAsBytes(value)));
    return json;
  }
}

package io.llmgw.provider;

import io.llmgw.config.DeploymentConfig;
import io.llmgw.json.Json;
import io.llmgw.model.ChatRequest;
import io.llmgw.model.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the configuration adds to every request of a deployment, for adapters with a protocol of
 * their own. Immutable.
 */
public final class Additions {
  private static final List<String> LIMITS = List.of("max_tokens", "max_completion_tokens");

  private final Map<String, JsonNode> defaults;
  private final Map<String, JsonNode> extraBody;

  /** Reads the request parameters and {@code extra_body} of the deployment. */
  public Additions(DeploymentConfig.Endpoint endpoint) {
    this.defaults = trees(endpoint.defaults());
    this.extraBody = trees(endpoint.extraBody());
  }

  private static Map<String, JsonNode> trees(Map<String, Object> values) {
    Map<String, JsonNode> trees = new HashMap<>();
    values.forEach((name, value) -> trees.put(name, Json.MAPPER.valueToTree(value)));
    return Map.copyOf(trees);
  }

  /** The configured parameters of requests, by OpenAI's names. */
  public Map<String, JsonNode> defaults() {
    return defaults;
  }

  /** The request with the configured parameters that it lacks; by OpenAI's names. */
  public ChatRequest fill(ChatRequest request) {
    if (defaults.isEmpty()) {
      return request;
    }
    Map<String, JsonNode> extras = new HashMap<>(defaults);
    LIMITS.forEach(extras::remove);
    Sampling sampling = sampling(request.sampling(), extras);
    extras.putAll(request.extras());
    return new ChatRequest(
        request.model(),
        request.messages(),
        request.tools(),
        request.toolChoice(),
        request.parallelToolCalls(),
        request.format(),
        sampling,
        extras);
  }

  private Sampling sampling(Sampling own, Map<String, JsonNode> extras) {
    return new Sampling(
        own.maxTokens() != null ? own.maxTokens() : limit(),
        or(own.temperature(), real(extras.remove("temperature"))),
        or(own.topP(), real(extras.remove("top_p"))),
        or(own.frequencyPenalty(), real(extras.remove("frequency_penalty"))),
        or(own.presencePenalty(), real(extras.remove("presence_penalty"))),
        or(own.seed(), whole(extras.remove("seed"))),
        stop(own.stop(), extras.remove("stop")),
        or(own.effort(), text(extras.remove("reasoning_effort"))),
        own.thinkingBudget(),
        or(own.topK(), number(extras.remove("top_k"))));
  }

  private @Nullable Integer limit() {
    return LIMITS.stream()
        .map(defaults::get)
        .map(Additions::number)
        .filter(limit -> limit != null)
        .findFirst()
        .orElse(null);
  }

  private static <T> @Nullable T or(@Nullable T own, @Nullable T configured) {
    return own != null ? own : configured;
  }

  private static @Nullable Double real(@Nullable JsonNode value) {
    return value != null && value.isNumber() ? value.asDouble() : null;
  }

  private static @Nullable Integer number(@Nullable JsonNode value) {
    return value != null && value.canConvertToInt() ? value.asInt() : null;
  }

  private static @Nullable Long whole(@Nullable JsonNode value) {
    return value != null && value.canConvertToLong() ? value.asLong() : null;
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value != null && value.isString() ? value.asString() : null;
  }

  private static List<String> stop(List<String> own, @Nullable JsonNode configured) {
    if (!own.isEmpty() || configured == null) {
      return own;
    }
    List<String> stop = new ArrayList<>();
    if (configured.isString()) {
      stop.add(configured.asString());
    }
    configured.forEach(sequence -> stop.add(sequence.asString("")));
    return stop;
  }

  /** Puts the members of {@code extra_body} over what the body has. */
  public void merge(ObjectNode body) {
    extraBody.forEach(body::set);
  }
}

package io.llmgw.catalog;

import java.util.List;

/**
 * What a model behind Google's protocol takes.
 *
 * @param thinking the way to ask for thinking
 * @param levels the levels it can be asked for, from low to high
 * @param minBudget fewest tokens of thinking it can be held to
 * @param maxBudget most tokens of thinking it can be given
 * @param canRest whether thinking can be turned off by a budget of 0
 * @param thinksUnasked whether it thinks without being asked to
 * @param system whether it takes a system instruction
 * @param signatures whether it refuses tool calls that come back without its signature
 * @param validated whether it can be held to the schemas of tools it may or may not call
 * @param jsonWithTools whether an answer in JSON can be asked for beside tools
 * @param mediaInResults whether the result of a tool can hold files
 * @param penalties whether it takes presence and frequency penalties
 * @param sampling whether temperature, top_p and top_k have an effect
 * @param prefill whether it goes on with a model's turn at the end
 * @param candidates most answers to one request
 * @param location where Vertex AI offers it when the configuration does not say
 */
public record GeminiModel(
    Thinking thinking,
    List<String> levels,
    int minBudget,
    int maxBudget,
    boolean canRest,
    boolean thinksUnasked,
    boolean system,
    boolean signatures,
    boolean validated,
    boolean jsonWithTools,
    boolean mediaInResults,
    boolean penalties,
    boolean sampling,
    boolean prefill,
    int candidates,
    String location) {

  /** A way to ask for thinking. */
  public enum Thinking {
    NONE,
    BUDGET,
    LEVEL
  }

  public GeminiModel {
    levels = List.copyOf(levels);
  }
}

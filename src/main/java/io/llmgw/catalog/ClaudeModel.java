package io.llmgw.catalog;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model behind Anthropic's protocol takes.
 *
 * @param maxOutput most output tokens it can be asked for, null when nobody knows
 * @param defaultOutput what to ask for when the client does not say
 * @param thinking the ways to ask for thinking, none when it does not think
 * @param off how to ask for no thinking
 * @param structuredOutputs whether it takes a JSON schema for its answer
 * @param forcedTools whether it takes a tool choice that forces a call
 * @param prefill whether it goes on with an assistant's message at the end
 * @param efforts the values of {@code output_config.effort} it takes, from low to high
 */
public record ClaudeModel(
    @Nullable Integer maxOutput,
    int defaultOutput,
    Set<Thinking> thinking,
    Off off,
    Sampling sampling,
    boolean structuredOutputs,
    boolean forcedTools,
    boolean prefill,
    List<String> efforts) {

  /** A way to ask for thinking. */
  public enum Thinking {
    ADAPTIVE,
    BUDGET
  }

  /** A way to ask for none. */
  public enum Off {
    /** It never thinks. */
    ABSENT,
    DISABLED,
    /** The least there is: thinking between tool calls only. */
    BETWEEN_TOOLS,
    /** It always thinks, but can be asked for the lowest effort. */
    LOWEST_EFFORT
  }

  /** Which of temperature, top_p and top_k can be set. */
  public enum Sampling {
    FREE,
    /** Temperature and top_p not both. */
    ONE,
    /** None. */
    FIXED
  }

  public ClaudeModel {
    thinking = thinking.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(thinking));
    efforts = List.copyOf(efforts);
  }

  /** The same with another limit of output tokens, as configured. */
  public ClaudeModel withMaxOutput(int limit) {
    return new ClaudeModel(
        limit, limit, thinking, off, sampling, structuredOutputs, forcedTools, prefill, efforts);
  }
}

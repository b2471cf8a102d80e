package io.llmgw.chat;

import org.jspecify.annotations.Nullable;

/**
 * How the next question is asked.
 *
 * @param model empty when there is none
 * @param system what the model is told first; null for nothing
 * @param budgetUsd the most this chat may cost; null for no limit
 */
public record Settings(
    String model, @Nullable String system, Parameters parameters, @Nullable Double budgetUsd) {

  public static Settings of(String model) {
    return new Settings(model, null, Parameters.NONE, null);
  }

  public Settings withModel(String other) {
    return new Settings(other, system, parameters, budgetUsd);
  }

  public Settings withSystem(@Nullable String other) {
    return new Settings(model, other, parameters, budgetUsd);
  }

  public Settings withParameters(Parameters other) {
    return new Settings(model, system, other, budgetUsd);
  }

  public Settings withBudget(@Nullable Double usd) {
    return new Settings(model, system, parameters, usd);
  }
}

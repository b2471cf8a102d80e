package io.llmgw.provider.bedrock;

import io.llmgw.model.ErrorDetail;
import io.llmgw.model.ErrorKind;
import io.llmgw.model.Fidelity;
import io.llmgw.model.GatewayException;
import io.llmgw.model.Sampling;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How models other than Anthropic's are asked to think: by an effort of three. */
final class Reasoning {
  private static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
  private static final int LOW = 4096;
  private static final int MEDIUM = 16_384;

  private Reasoning() {}

  /** The effort to ask for; null for none, {@code none} for no thinking at all. */
  private static @Nullable String effort(Sampling sampling, Fidelity fidelity) {
    Integer budget = sampling.thinkingBudget();
    if (sampling.effort() == null) {
      if (budget == null) {
        return null;
      }
      String near = budget <= LOW ? "low" : budget <= MEDIUM ? "medium" : "high";
      fidelity.change("thinking", "sent as the effort " + near);
      return near;
    }
    String effort = sampling.effort().toLowerCase(Locale.ROOT);
    if (!EFFORTS.contains(effort)) {
      throw new GatewayException(
          ErrorKind.INVALID_REQUEST,
          "'reasoning_effort' must be one of " + String.join(", ", EFFORTS) + ".",
          ErrorDetail.ofParam("reasoning_effort"));
    }
    String near =
        switch (effort) {
          case "minimal" -> "low";
          case "xhigh", "max" -> "high";
          default -> effort;
        };
    if (!near.equals(effort)) {
      fidelity.change("reasoning_effort", "sent as the effort " + near);
    }
    return near;
  }

  /** The way of a model that cannot be asked. */
  static void fixed(Sampling sampling, Fidelity fidelity) {
    boolean asked =
        sampling.thinkingBudget() != null
            || (sampling.effort() != null && !sampling.effort().equalsIgnoreCase("none"));
    if (asked) {
      String field = sampling.effort() != null ? "reasoning_effort" : "thinking";
      fidelity.drop(field, "this model decides itself how much to think");
    }
  }

  /** The way of OpenAI's models. */
  static void byEffort(ObjectNode additional, Sampling sampling, Fidelity fidelity) {
    String effort = effort(sampling, fidelity);
    if ("none".equals(effort)) {
      fidelity.change("reasoning_effort", "sent as low, since this model always thinks");
      effort = "low";
    }
    if (effort != null) {
      additional.put("reasoning_effort", effort);
    }
  }

  /**
   * The way of Amazon's models.
   *
   * @param settings the {@code inferenceConfig} so far, which the highest effort does not go with
   */
  static void byNova(
      ObjectNode additional, ObjectNode settings, Sampling sampling, Fidelity fidelity) {
    String effort = effort(sampling, fidelity);
    if (effort == null) {
      return;
    }
    ObjectNode config = additional.putObject("reasoningConfig");
    if (effort.equals("none")) {
      config.put("type", "disabled");
      return;
    }
    config.put("type", "enabled").put("maxReasoningEffort", effort);
    if (effort.equals("high")) {
      for (String name : List.of("maxTokens", "temperature", "topP")) {
        if (settings.remove(name) != null) {
          fidelity.lose(name, "this model takes it only with less reasoning_effort");
        }
      }
    }
  }
}
